/// The look of the page. Colours are pairs for light and dark, each of at least 4.5 to 1 on its ground; nothing is told by
/// colour alone.
enum HTMLStyle {
    /// What the page's Content-Security-Policy lets pass: this sheet and no other. The tests say the right one when the
    /// sheet was changed.
    static let hash = "sha256-lh/TyXsGkR0jYxfaxTKQMun7Jo6WB/wZVKdMj1M3nL8="

    static let sheet: StaticString = """

        :root {
          --ground: #f4f5f7; --paper: #ffffff; --ink: #1a1f26; --soft: #555e6a; --line: #d9dde3; --inset: #f4f5f7;
          --healthy: #17703a; --unhealthy: #b3261e; --unknown: #8a5300; --skipped: #5f6773; --link: #0b57b0;
          --healthy-wash: #e3f4e9; --unhealthy-wash: #fdeceb; --unknown-wash: #fdf1dc; --skipped-wash: #eceef1;
          --on: #ffffff;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --ground: #0e1116; --paper: #171b22; --ink: #e7ebf1; --soft: #a3adba; --line: #2d343f; --inset: #10141a;
            --healthy: #5cce85; --unhealthy: #ff8e84; --unknown: #f0b650; --skipped: #a3adba; --link: #8ab8ff;
            --healthy-wash: #14301f; --unhealthy-wash: #3a1c1b; --unknown-wash: #34270f; --skipped-wash: #242a33;
            --on: #0e1116;
          }
        }
        * { box-sizing: border-box; }
        html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
        body {
          margin: 0 auto; padding: 1.5rem 1rem 3rem; max-width: 62rem; background: var(--ground); color: var(--ink);
          font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, "DejaVu Sans", sans-serif;
          overflow-wrap: anywhere;
        }
        h1, h2, h3, h4, p, ul, ol, figure, blockquote { margin: 0; }
        h1 { font-size: clamp(1.5rem, 5vw, 2.25rem); line-height: 1.2; letter-spacing: -0.01em; }
        h2 { font-size: 1.25rem; line-height: 1.3; }
        h3 { font-size: 1.0625rem; line-height: 1.35; }
        h4 { font-size: 1rem; line-height: 1.45; font-weight: 600; }
        code { font: 0.875em/1.4 ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
        .kicker { color: var(--soft); font-size: 0.875rem; font-weight: 600; margin-bottom: 0.375rem; }
        .facts, .where, .small, .left, figcaption, footer { color: var(--soft); font-size: 0.875rem; }
        .top h1 { display: flex; gap: 0.75rem; align-items: center; }
        .top .facts { margin-top: 0.5rem; }
        .top .mark { width: 1.3em; height: 1.3em; font-size: 0.9em; }
        .note, .problems {
          margin-top: 0.75rem; padding: 0.625rem 0.875rem; border-radius: 0.5rem; background: var(--unknown-wash);
          border-left: 0.25rem solid var(--unknown);
        }
        .problems { background: var(--unhealthy-wash); border-color: var(--unhealthy); }
        .problems h2 { font-size: 1rem; }
        .problems ul { padding-left: 1.25rem; }
        main > section { margin-top: 2rem; }
        section > h2 { margin-bottom: 0.75rem; }
        .badge {
          display: inline-block; min-width: 1.75em; padding: 0 0.5em; border-radius: 1em; background: var(--skipped-wash);
          color: var(--ink); font-size: 0.8125rem; font-weight: 600; line-height: 1.6; text-align: center;
          vertical-align: 0.125em;
        }
        .mark {
          flex: none; display: inline-flex; align-items: center; justify-content: center; width: 1.375em; height: 1.375em;
          margin-right: 0.5em; border-radius: 50%; color: var(--on); font-size: 0.8125em; font-weight: 700; line-height: 1;
        }
        .top .mark { margin-right: 0; }
        .mark.healthy { background: var(--healthy); }
        .mark.unhealthy { background: var(--unhealthy); border-radius: 0.25em; }
        .mark.unknown { background: var(--unknown); border-radius: 0.6em 0.6em 0.6em 0.1em; }
        .mark.skipped { background: var(--skipped); }
        .tiles { list-style: none; padding: 0; display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 0.625rem; }
        .tile {
          padding: 0.75rem 0.875rem; border-radius: 0.75rem; background: var(--paper); border: 1px solid var(--line);
        }
        .tile .what { display: flex; align-items: center; font-size: 0.9375rem; text-transform: capitalize; }
        .tile .count { display: block; font-size: 2rem; font-weight: 700; line-height: 1.25; }
        .tile .small { display: block; }
        .tile.unhealthy .count { color: var(--unhealthy); }
        .tile.unknown .count { color: var(--unknown); }
        .tile.healthy .count { color: var(--healthy); }
        .tile.none .count, .tile.skipped .count { color: var(--soft); }
        .tile.none .mark { background: var(--skipped); }
        svg { display: block; width: 100%; }
        .bar { height: 0.75rem; margin-top: 0.875rem; border-radius: 0.375rem; }
        rect.healthy, rect.far { fill: var(--healthy); }
        rect.unhealthy, rect.over { fill: var(--unhealthy); }
        rect.unknown, rect.near { fill: var(--unknown); }
        rect.skipped { fill: var(--skipped); }
        .marks { display: flex; flex-wrap: wrap; gap: 0.25rem; margin-top: 0.75rem; }
        .dot { width: 0.75rem; height: 0.75rem; border-radius: 50%; background: var(--healthy); }
        .dot.unhealthy { background: var(--unhealthy); border-radius: 0.125rem; }
        .dot.unknown { background: none; border: 0.1875rem solid var(--unknown); }
        .dot.skipped { background: none; border: 0.125rem dotted var(--skipped); }
        .glance h3 { margin-top: 1.25rem; margin-bottom: 0.375rem; }
        .plain, .actors { list-style: none; padding: 0; }
        .plain .mark { margin-right: 0.375rem; }
        .actors { border: 1px solid var(--line); border-radius: 0.75rem; background: var(--paper); padding: 0.25rem 0.875rem; }
        .actors li { padding: 0.4375rem 0; border-bottom: 1px solid var(--line); }
        .actors li:last-child { border-bottom: 0; }
        .actors strong, .actors span { display: block; line-height: 1.4; }
        .actors span { color: var(--soft); font-size: 0.875rem; }
        .card, .panel {
          background: var(--paper); border: 1px solid var(--line); border-radius: 0.75rem; padding: 0 1rem;
          margin-bottom: 0.75rem;
        }
        .panel { padding: 1rem; }
        .card.unhealthy { border-left: 0.25rem solid var(--unhealthy); }
        .card.unknown { border-left: 0.25rem solid var(--unknown); }
        .card.healthy { border-left: 0.25rem solid var(--healthy); }
        .card.skipped { border-left: 0.25rem solid var(--skipped); }
        .card { padding-top: 0.75rem; padding-bottom: 0.75rem; }
        .title {
          display: flex; flex-wrap: wrap; gap: 0.125rem 0.75rem; align-items: baseline; justify-content: space-between;
        }
        summary { cursor: pointer; padding: 0.25rem 0; font-size: 0.9375rem; }
        summary::marker { color: var(--link); }
        details[open] > summary > .folded { display: none; }
        details:not([open]) > summary > .unfolded { display: none; }
        .unfolded, .list summary, .rest > summary, .past-table summary, .panel summary { color: var(--link); font-size: 0.875rem; }
        summary:focus-visible, .scroll:focus-visible {
          outline: 0.1875rem solid var(--link); outline-offset: 0.125rem; border-radius: 0.25rem;
        }
        .card h3 { min-width: 0; }
        .gist { color: var(--soft); font-size: 0.875rem; }
        .past { margin-top: 0.75rem; }
        .past figcaption { display: flex; justify-content: space-between; font-size: 0.75rem; }
        .strip { height: 1.25rem; border-bottom: 1px solid var(--line); }
        td .strip { min-width: 7rem; }
        .finding { margin-top: 0.75rem; padding: 0.875rem 1rem; border-radius: 0.5rem; background: var(--inset); }
        .severity {
          display: inline-block; padding: 0 0.5em; margin-right: 0.25em; border-radius: 0.25rem; font-size: 0.8125rem;
          font-weight: 700; line-height: 1.6; background: var(--skipped); color: var(--on);
        }
        .error .severity { background: var(--unhealthy); }
        .warning .severity, .finding.unknown .severity { background: var(--unknown); }
        .answer { margin-top: 0.625rem; padding-left: 0.75rem; border-left: 0.1875rem solid var(--line); }
        .answer blockquote::before { content: "\\201C"; }
        .answer blockquote::after { content: "\\201D"; }
        .who { margin-top: 0.75rem; }
        .steps { margin-top: 0.25rem; padding-left: 1.5rem; }
        .steps li { padding-left: 0.125rem; margin-bottom: 0.25rem; }
        ul.steps { list-style: none; padding-left: 0; }
        ul.steps li { padding-left: 0; }
        .where { margin-top: 0.625rem; }
        .scroll { overflow-x: auto; margin: 0.5rem 0 0.75rem; }
        table { border-collapse: collapse; width: 100%; font-size: 0.9375rem; }
        caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
        th, td {
          padding: 0.4375rem 0.75rem 0.4375rem 0; text-align: left; vertical-align: baseline;
          border-bottom: 1px solid var(--line);
        }
        td, thead th { overflow-wrap: normal; }
        thead th { color: var(--soft); font-size: 0.8125rem; font-weight: 600; white-space: nowrap; }
        tbody th { font-weight: 600; min-width: 8rem; }
        tbody tr:last-child > * { border-bottom: 0; }
        time { white-space: nowrap; }
        .lanes { margin: 0.75rem 0; }
        .lane {
          display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0 0.75rem; align-items: center;
          padding: 0.3125rem 0;
        }
        .lane svg, .lane .scale { grid-column: 1 / -1; grid-row: 2; height: 1rem; }
        .lane svg {
          border-radius: 0.1875rem;
          background-color: var(--inset); background-image: linear-gradient(to left, var(--line) 1px, transparent 1px);
          background-size: calc(100% / 6) 100%;
        }
        .whose bdi { font-weight: 600; }
        .whose .small { display: block; }
        .when { font-size: 0.875rem; white-space: nowrap; font-variant-numeric: tabular-nums; text-align: right; }
        .when.over { color: var(--unhealthy); font-weight: 700; }
        .when.near { color: var(--unknown); font-weight: 700; }
        .scale { display: grid; grid-template-columns: repeat(6, 1fr); color: var(--soft); font-size: 0.75rem; }
        .scale span { justify-self: end; line-height: 1rem; transform: translateX(50%); }
        .scale span:last-child { transform: none; }
        footer { margin-top: 2.5rem; }
        @media (max-width: 30rem) {
          table { font-size: 0.8125rem; }
          th, td { padding-right: 0.5rem; }
          thead th, td time { white-space: normal; }
          tbody th, td .strip { min-width: 4.5rem; }
          td .mark { margin-right: 0.25rem; }
        }
        @media (min-width: 45rem) {
          body { padding: 2.5rem 2rem 4rem; }
          .actors li { display: flex; gap: 1rem; justify-content: space-between; align-items: baseline; }
          .tiles { grid-template-columns: repeat(4, minmax(0, 1fr)); }
          .card { padding-left: 1.25rem; padding-right: 1.25rem; }
          .panel { padding: 1.25rem; }
          .lane { grid-template-columns: 16rem minmax(0, 1fr) 9.5rem; }
          .lane svg, .lane .scale { grid-column: 2; grid-row: 1; }
          .lane.axis { padding-bottom: 0; }
        }
        @media print {
          :root {
            --ground: #ffffff; --paper: #ffffff; --ink: #000000; --soft: #444444; --line: #bbbbbb; --inset: #ffffff;
            --healthy: #17703a; --unhealthy: #b3261e; --unknown: #8a5300; --skipped: #5f6773; --on: #ffffff;
            --link: #0b57b0; --healthy-wash: #ffffff; --unhealthy-wash: #ffffff; --unknown-wash: #ffffff; --skipped-wash: #eeeeee;
          }
          body { max-width: none; padding: 0; font-size: 10pt; }
          .mark, .dot, .severity, svg { -webkit-print-color-adjust: exact; }
          .finding, .tile { break-inside: avoid; }
          .finding { border: 1px solid var(--line); }
          summary { display: none; }
          article > details::details-content, .rest::details-content { content-visibility: visible; display: block; }
        }

        """
}
