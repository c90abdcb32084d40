import Reporting
import Synchronization

/// A line on standard error that shows how far a run is; only on a terminal, and only after the first second.
final class ProgressLine: Sendable {
    private struct State {
        var finished = 0
        var isShown = false
        var isOver = false
    }

    private let sink: OutputSink
    private let total: Int
    private let state = Mutex(State())

    init(sink: OutputSink, total: Int) {
        self.sink = sink
        self.total = total
    }

    /// Keeps the line up to date until the task is cancelled.
    func run() async {
        guard (try? await Task.sleep(for: .seconds(1))) != nil else { return }
        repeat {
            state.withLock { state in
                guard !state.isOver else { return }
                state.isShown = true
                sink.write("\r\u{1B}[K\(state.finished) of \(total) checked")
                sink.push()
            }
        } while (try? await Task.sleep(for: .milliseconds(200))) != nil
    }

    /// Removes the line while something else is written, and counts a destination.
    func step(_ write: () -> Void) {
        state.withLock { state in
            clear(&state)
            state.finished += 1
            write()
        }
    }

    /// Removes the line for good.
    func finish() {
        state.withLock { state in
            clear(&state)
            state.isOver = true
        }
    }

    private func clear(_ state: inout State) {
        guard state.isShown else { return }
        state.isShown = false
        sink.write("\r\u{1B}[K")
        try? sink.flush()
    }
}
