import Dispatch
import Synchronization

/// Does a task's work on the thread that started the program, which would only wait for the task otherwise: a small check
/// is done before the runtime's own threads would have begun.
final class MainThread: TaskExecutor {
    private let jobs = Mutex<[UnownedJob]>([])
    private let count = DispatchSemaphore(value: 0)

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        jobs.withLock { $0.append(job) }
        count.signal()
    }

    /// Does what there is to do until the process ends.
    func work() -> Never {
        while true {
            count.wait()
            jobs.withLock { $0.removeFirst() }.runSynchronously(on: asUnownedTaskExecutor())
        }
    }
}
