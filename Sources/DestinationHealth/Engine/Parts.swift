import Dispatch
import Synchronization

extension Array where Element: Sendable {
    /// Works on a list on every processor, some elements at a time; on a short one here and now.
    ///
    /// - Parameters:
    ///   - size: How many elements at a time.
    ///   - work: What to do with each part, whose indices are those of the list.
    /// - Returns: What came of the parts, in their order.
    package func inParts<Result: Sendable>(
        of size: Int = 512,
        _ work: @Sendable (ArraySlice<Element>) -> Result
    ) -> [Result] {
        let starts = Array<Int>(stride(from: 0, to: count, by: size))
        guard starts.count > 1 else { return starts.map { work(self[$0...]) } }
        let results = Mutex([Int: Result]())
        DispatchQueue.concurrentPerform(iterations: starts.count) { number in
            // A thread's heap grows by one page at a time, each with a system call, unless much is wanted at once.
            UnsafeMutableRawPointer.allocate(byteCount: 1 << 20, alignment: 16).deallocate()
            let result = work(self[starts[number]..<Swift.min(starts[number] + size, count)])
            results.withLock { $0[number] = result }
        }
        return results.withLock { results in starts.indices.compactMap { results[$0] } }
    }
}
