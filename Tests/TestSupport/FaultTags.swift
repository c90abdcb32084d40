#if canImport(Testing)
    public import Testing

    // The faults that the program must survive, as test tags: `@Test("...", .tags(.N18, .T6))` proves N18 and T6.
    // A test checks that each has a test. P16, R9 and C24 cannot happen: only first pages are asked for, no chat is written to,
    // and spreading cron runs is up to the crontab.

    // Network and TLS
    extension Tag {
        /// The host name does not exist.
        @Tag public static var N1: Tag
        /// The name server never answers.
        @Tag public static var N2: Tag
        /// The API's name leads to an address inside.
        @Tag public static var N3: Tag
        /// Nothing listens at the port.
        @Tag public static var N4: Tag
        /// No route to the host or its network.
        @Tag public static var N5: Tag
        /// The first packet is swallowed.
        @Tag public static var N6: Tag
        /// IPv6 is dead, IPv4 works.
        @Tag public static var N7: Tag
        /// Connected, but no word of TLS comes back.
        @Tag public static var N8: Tag
        /// The handshake is cut off.
        @Tag public static var N9: Tag
        /// The port speaks plain HTTP.
        @Tag public static var N10: Tag
        /// The certificate's time is over.
        @Tag public static var N11: Tag
        /// The certificate's issuer is unknown.
        @Tag public static var N12: Tag
        /// The certificate is another host's.
        @Tag public static var N13: Tag
        /// The certificate's time has not come.
        @Tag public static var N14: Tag
        /// Only outdated TLS is offered.
        @Tag public static var N15: Tag
        /// The request is taken, then silence.
        @Tag public static var N16: Tag
        /// Headers that drip.
        @Tag public static var N17: Tag
        /// A body that drips.
        @Tag public static var N18: Tag
        /// A reset inside the answer.
        @Tag public static var N19: Tag
        /// A body shorter than announced.
        @Tag public static var N20: Tag
        /// No last chunk.
        @Tag public static var N21: Tag
        /// A body that only the close ends, cut between two values.
        @Tag public static var N22: Tag
        /// A kept connection was closed meanwhile.
        @Tag public static var N23: Tag
        /// A captive portal's page under 200.
        @Tag public static var N24: Tag
        /// 200 or 204 with nothing in it.
        @Tag public static var N25: Tag
        /// JSON that breaks off.
        @Tag public static var N26: Tag
        /// JSON of another shape.
        @Tag public static var N27: Tag
        /// A body of gigabytes.
        @Tag public static var N28: Tag
        /// Compressed bytes nobody asked for.
        @Tag public static var N29: Tag
        /// Headers beyond measure.
        @Tag public static var N30: Tag
        /// Contradictory framing.
        @Tag public static var N31: Tag
        /// Interim answers for ever, 101, or 100 and silence.
        @Tag public static var N32: Tag
        /// A redirect to another host.
        @Tag public static var N33: Tag
        /// A redirect to another path or to plain http.
        @Tag public static var N34: Tag
        /// A redirect to itself.
        @Tag public static var N35: Tag
        /// The way leads through a proxy.
        @Tag public static var N36: Tag
        /// The proxy wants credentials.
        @Tag public static var N37: Tag
        /// The proxy fails, refuses or is down.
        @Tag public static var N38: Tag
        /// HTTP/2: the connection is wound up.
        @Tag public static var N39: Tag
        /// HTTP/2: asked to calm down, reset or stalled stream.
        @Tag public static var N40: Tag
        /// Throttled, with a time to wait.
        @Tag public static var N41: Tag
        /// A time to wait in every odd form.
        @Tag public static var N42: Tag
        /// 5xx a few times, then well.
        @Tag public static var N43: Tag
        /// 5xx for everybody and for ever.
        @Tag public static var N44: Tag
        /// 401 or 403 from whoever.
        @Tag public static var N45: Tag
        /// 400, 404, 405 or 410 where the API was.
        @Tag public static var N46: Tag
        /// A status outside of 200 to 599, or none.
        @Tag public static var N47: Tag
        /// A machine without any network.
        @Tag public static var N48: Tag
        /// A first header line that is folded.
        @Tag public static var N49: Tag
    }

    // What the API says
    extension Tag {
        /// Code 0 with the proof in it.
        @Tag public static var P1: Tag
        /// The token is wrong or was revoked.
        @Tag public static var P2: Tag
        /// Too many requests, said in the code.
        @Tag public static var P3: Tag
        /// No permission.
        @Tag public static var P4: Tag
        /// A parameter is refused.
        @Tag public static var P5: Tag
        /// App id and token do not belong together.
        @Tag public static var P6: Tag
        /// TikTok's own fault, said in the code.
        @Tag public static var P7: Tag
        /// A code nobody knows.
        @Tag public static var P8: Tag
        /// A code that is no integer.
        @Tag public static var P9: Tag
        /// Code 0, but the list is not there.
        @Tag public static var P10: Tag
        /// Code 0, but the words complain.
        @Tag public static var P11: Tag
        /// An error code beside full data.
        @Tag public static var P12: Tag
        /// Code 0 under HTTP 500.
        @Tag public static var P13: Tag
        /// Fewer ad accounts than asked for.
        @Tag public static var P14: Tag
        /// A list that goes on, but cannot be read on.
        @Tag public static var P15: Tag
        /// An id as a number that lost its digits.
        @Tag public static var P17: Tag
        /// The same id twice.
        @Tag public static var P18: Tag
        /// A sandbox token at the production host, or the reverse.
        @Tag public static var P19: Tag
        /// An expiry near, or passed by one clock only.
        @Tag public static var P20: Tag
        /// A pixel or an account out of use, or in a state nobody knows.
        @Tag public static var P21: Tag
        /// Words that act on a terminal or a log, or repeat the token.
        @Tag public static var P22: Tag
        /// A request id that is missing or endless.
        @Tag public static var P23: Tag
        /// An answer about somebody else.
        @Tag public static var P24: Tag
        /// Two codes in one answer.
        @Tag public static var P25: Tag
        /// A date that cannot be.
        @Tag public static var P26: Tag
    }

    // Configs, files, environment
    extension Tag {
        /// No JSON, or nothing at all.
        @Tag public static var F1: Tag
        /// A byte order mark.
        @Tag public static var F2: Tag
        /// UTF-16 or UTF-32.
        @Tag public static var F3: Tag
        /// Bytes that are no UTF-8, half surrogates.
        @Tag public static var F4: Tag
        /// A key twice, in whatever spelling.
        @Tag public static var F5: Tag
        /// Brackets a hundred thousand deep.
        @Tag public static var F6: Tag
        /// Too large, endless, or a pipe nobody writes to.
        @Tag public static var F7: Tag
        /// What other readers let pass as JSON.
        @Tag public static var F8: Tag
        /// Ids that are numbers, padded or of other digits.
        @Tag public static var F9: Tag
        /// Values of a wrong type, null or empty.
        @Tag public static var F10: Tag
        /// A misspelt key.
        @Tag public static var F11: Tag
        /// Nothing to check.
        @Tag public static var F12: Tag
        /// Names that are the same or look it.
        @Tag public static var F13: Tag
        /// One bad destination among good ones.
        @Tag public static var F14: Tag
        /// A variable that is not set, empty or nested.
        @Tag public static var F15: Tag
        /// A secret's file that is missing, odd or open to all.
        @Tag public static var F16: Tag
        /// A secret's file that is a link or a pipe.
        @Tag public static var F17: Tag
        /// A token with what was copied along.
        @Tag public static var F18: Tag
        /// A placeholder where a token belongs.
        @Tag public static var F19: Tag
        /// One token in many destinations.
        @Tag public static var F20: Tag
        /// A base URL made to lead elsewhere.
        @Tag public static var F21: Tag
        /// A config path that leads to no file, or standard input that is none.
        @Tag public static var F22: Tag
        /// A config that changes or fails while it is read.
        @Tag public static var F23: Tag
        /// Naughty strings for names, ids and tokens.
        @Tag public static var F24: Tag
        /// Names that act on a terminal or break its rows.
        @Tag public static var F25: Tag
        /// Line ends and tabs of another system.
        @Tag public static var F26: Tag
        /// A secret on the command line.
        @Tag public static var F27: Tag
        /// No locale, no home, no certificates.
        @Tag public static var F28: Tag
        /// A proxy's password in the environment.
        @Tag public static var F29: Tag
        /// A checkout whose git configuration names a command.
        @Tag public static var F30: Tag
    }

    // Text that acts in a report
    extension Tag {
        /// On a terminal.
        @Tag public static var R1: Tag
        /// As a command of GitHub Actions.
        @Tag public static var R2: Tag
        /// In GitHub's output and summary files.
        @Tag public static var R3: Tag
        /// In JUnit's XML.
        @Tag public static var R4: Tag
        /// In a spreadsheet's cells.
        @Tag public static var R5: Tag
        /// In Markdown and HTML.
        @Tag public static var R6: Tag
        /// In JSON.
        @Tag public static var R7: Tag
        /// In Prometheus's text.
        @Tag public static var R8: Tag
    }

    // Concurrency and runtime
    extension Tag {
        /// Ten thousand destinations.
        @Tag public static var C1: Tag
        /// One destination hangs.
        @Tag public static var C2: Tag
        /// Whoever asked first goes away.
        @Tag public static var C3: Tag
        /// Everything fails for one reason.
        @Tag public static var C4: Tag
        /// The run's time is over half way.
        @Tag public static var C5: Tag
        /// Few file descriptors.
        @Tag public static var C6: Tag
        /// No room for a report.
        @Tag public static var C7: Tag
        /// No room on standard output.
        @Tag public static var C8: Tag
        /// The reader of standard output leaves.
        @Tag public static var C9: Tag
        /// Standard streams are closed.
        @Tag public static var C10: Tag
        /// A report's folder is read-only, missing or a file.
        @Tag public static var C11: Tag
        /// A report's path is a link.
        @Tag public static var C12: Tag
        /// The old report is private.
        @Tag public static var C13: Tag
        /// Killed while writing.
        @Tag public static var C14: Tag
        /// The power fails while writing.
        @Tag public static var C15: Tag
        /// Fsync or rename fails.
        @Tag public static var C16: Tag
        /// A state file that is damaged, foreign or of the future.
        @Tag public static var C17: Tag
        /// Two runs with one state file.
        @Tag public static var C18: Tag
        /// No lock can be had.
        @Tag public static var C19: Tag
        /// Signals, once and twice.
        @Tag public static var C20: Tag
        /// The machine sleeps.
        @Tag public static var C21: Tag
        /// The clock jumps.
        @Tag public static var C22: Tag
        /// Summer time, leap seconds, the year 2038.
        @Tag public static var C23: Tag
        /// Verdicts that go back and forth.
        @Tag public static var C25: Tag
        /// A remembered answer that is old or another token's.
        @Tag public static var C26: Tag
        /// No memory left.
        @Tag public static var C27: Tag
        /// The program itself is wrong and traps.
        @Tag public static var C28: Tag
        /// What a crash leaves behind.
        @Tag public static var C29: Tag
        /// The most talkative of runs.
        @Tag public static var C30: Tag
    }

    // Traps of the language and its libraries
    extension Tag {
        /// A client that takes the token along to another host.
        @Tag public static var T1: Tag
        /// An error that quotes the header it refuses.
        @Tag public static var T2: Tag
        /// An error that quotes the address with its secrets.
        @Tag public static var T3: Tag
        /// A client that drops a bad header and sends the rest.
        @Tag public static var T4: Tag
        /// A token with unseen characters on the wire.
        @Tag public static var T5: Tag
        /// A limit that does not count the body.
        @Tag public static var T6: Tag
        /// A failure to connect that is tried until the limit.
        @Tag public static var T7: Tag
        /// Certificates at fault that all sound the same.
        @Tag public static var T8: Tag
        /// A handshake without a limit of its own.
        @Tag public static var T9: Tag
        /// An answer that is cut, packed or endless taken for whole.
        @Tag public static var T10: Tag
        /// HTTP/2 errors that are safe to repeat, told as one.
        @Tag public static var T11: Tag
        /// A reader that takes the first of two keys, or the last.
        @Tag public static var T12: Tag
        /// A reader that cannot say where.
        @Tag public static var T13: Tag
        /// A decoding error that quotes the value.
        @Tag public static var T14: Tag
        /// A reader that takes more than JSON, and numbers for ids.
        @Tag public static var T15: Tag
        /// A reader without a limit of size.
        @Tag public static var T16: Tag
        /// Replacing that misses CR LF, one Character.
        @Tag public static var T17: Tag
        /// Replacing that misses a sign with a mark upon it.
        @Tag public static var T18: Tag
        /// Masking that misses a secret with a mark after it.
        @Tag public static var T19: Tag
        /// Interpolation and crashes that print what they hold.
        @Tag public static var T20: Tag
        /// A query in which a plus sign stays.
        @Tag public static var T21: Tag
        /// An address that two readers read as two hosts.
        @Tag public static var T22: Tag
        /// An atomic write that opens a private file to all.
        @Tag public static var T23: Tag
        /// Output that is lost without a word, or kills.
        @Tag public static var T24: Tag
        /// A file that becomes a closed standard stream.
        @Tag public static var T25: Tag
        /// A report lost to a signal.
        @Tag public static var T26: Tag
        /// Dates that are refused, rounded or moved with the clock.
        @Tag public static var T27: Tag
        /// A library beside the program that is loaded first.
        @Tag public static var T28: Tag
    }
#endif
