internal import Synchronization

/// Lets a number of tasks through at a time, in the order of their coming.
final class AsyncSemaphore: Sendable {
    private struct State {
        var free: Int
        var nextNumber = 0
        /// Who waits, by number. Those who gave up are no longer in it.
        /// Not `[:]`, which would make the dictionary's types at every start.
        var waiting = Dictionary<Int, CheckedContinuation<Bool, Never>>()
        /// The numbers in the order of their coming, from `nextInLine` on.
        var line: [Int] = []
        var nextInLine = 0
    }

    private let state: Mutex<State>

    init(_ count: Int) {
        state = Mutex(State(free: max(1, count)))
    }

    /// Waits for a place. Throws when the task is cancelled before it has one.
    func enter() async throws(CancellationError) {
        let number: Int? = state.withLock { state in
            if state.free > 0 {
                state.free -= 1
                return nil
            }
            defer { state.nextNumber += 1 }
            return state.nextNumber
        }
        guard let number else { return }
        let hasPlace = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let result: Bool? = state.withLock { state in
                    if Task.isCancelled { return false }
                    // A place may have come free since.
                    if state.free > 0 {
                        state.free -= 1
                        return true
                    }
                    state.waiting[number] = continuation
                    state.line.append(number)
                    return nil
                }
                if let result { continuation.resume(returning: result) }
            }
        } onCancel: {
            state.withLock { $0.waiting.removeValue(forKey: number) }?.resume(returning: false)
        }
        if !hasPlace { throw CancellationError() }
    }

    /// Gives the place to the longest waiting caller.
    func leave() {
        let next: CheckedContinuation<Bool, Never>? = state.withLock { state in
            while state.nextInLine < state.line.count {
                let number = state.line[state.nextInLine]
                state.nextInLine += 1
                if let continuation = state.waiting.removeValue(forKey: number) { return continuation }
            }
            state.line.removeAll(keepingCapacity: true)
            state.nextInLine = 0
            state.free += 1
            return nil
        }
        next?.resume(returning: true)
    }
}
