import Foundation

/// A thread that tasks can be run on, apart from the pool that all tests share.
///
/// Where a test measures time, the pool must not come in between: with few cores another test may hold it up.
public final class OwnThread: TaskExecutor {
    private let condition = NSCondition()
    private nonisolated(unsafe) var jobs: [UnownedJob] = []
    private nonisolated(unsafe) var isStopped = false

    private init() {}

    /// Runs an operation, with everything it awaits that has no place of its own, on a thread of its own.
    public static func run<Answer: Sendable>(_ operation: @escaping @Sendable () async -> Answer) async -> Answer {
        let executor = OwnThread()
        Thread.detachNewThread { executor.work() }
        let answer = await Task(executorPreference: executor) { await operation() }.value
        executor.stop()
        return answer
    }

    /// Runs an operation on the calling thread and waits for it.
    static func runHere<Answer: Sendable>(_ operation: @escaping @Sendable () async -> Answer) -> Answer {
        let executor = OwnThread()
        let answer = Shared<Answer?>(nil)
        Task(executorPreference: executor) {
            answer.value = await operation()
            executor.stop()
        }
        while true {
            executor.work()
            if let answer = answer.value { return answer }
        }
    }

    /// Does what blocks on a thread of its own, while the caller waits without blocking.
    public static func block<Answer: Sendable>(_ work: @escaping @Sendable () throws -> Answer) async throws -> Answer {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result { try work() }) }
        }
    }

    /// Takes a job; see `TaskExecutor`.
    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        condition.withLock {
            jobs.append(job)
            condition.signal()
        }
    }

    private func stop() {
        condition.withLock {
            isStopped = true
            condition.signal()
        }
    }

    private func work() {
        while true {
            let next: UnownedJob? = condition.withLock {
                while jobs.isEmpty && !isStopped { condition.wait() }
                return jobs.isEmpty ? nil : jobs.removeFirst()
            }
            guard let next else { return }
            next.runSynchronously(on: asUnownedTaskExecutor())
        }
    }
}
