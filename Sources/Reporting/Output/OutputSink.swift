import Synchronization

/// The one way out of the program: masks secrets and writes, and remembers whether everything got there.
///
/// Each call of ``write(_:)`` takes a whole logical part (a report, a destination, a line), so that no secret lies across
/// two. The program must ignore `SIGPIPE`; a reader that went away is then an error like any other.
package final class OutputSink: Sendable {
    private enum Target {
        case descriptor(Int32)
        case stream(StreamWriter)
        case memory
    }

    private struct State {
        var masker: SecretMasker
        var buffer: [UInt8] = []
        var failure: OutputFailure?
    }

    private static let bufferSize = 64 * 1024

    private let target: Target
    private let state: Mutex<State>

    private init(_ target: Target, masker: SecretMasker) {
        self.target = target
        state = Mutex(State(masker: masker))
    }

    /// Writes to a standard stream. A reader that takes nothing holds up only ``flush()``, and that only until the time
    /// set by ``limit(to:)`` and a little more.
    package convenience init(stream descriptor: Int32) {
        self.init(.stream(StreamWriter(descriptor: descriptor)), masker: .none)
    }

    /// Writes to an open file descriptor, which stays the caller's to close.
    package convenience init(descriptor: Int32, masker: SecretMasker = .none) {
        self.init(.descriptor(descriptor), masker: masker)
    }

    /// Keeps what is written, for ``contents``.
    package static func inMemory(masker: SecretMasker = .none) -> OutputSink {
        OutputSink(.memory, masker: masker)
    }

    /// Masks these secrets from now on, in place of those before.
    package func mask(with masker: SecretMasker) {
        state.withLock { $0.masker = masker }
    }

    /// Writes a whole logical part. After a failure nothing more is written.
    package func write(_ bytes: [UInt8]) {
        state.withLock { state in
            guard state.failure == nil else { return }
            state.masker.append(masking: bytes, to: &state.buffer)
            if state.buffer.count >= Self.bufferSize { drain(&state) }
        }
    }

    /// Writes a whole logical part.
    package func write(_ text: String) { write(Array(text.utf8)) }

    /// Writes what is still held back.
    ///
    /// - Throws: The first failure since the beginning, at every call.
    package func flush() throws(OutputFailure) {
        push()
        // Not under the lock, which those who only write would wait for.
        if case .stream(let writer) = target { writer.wait() }
        if let failure { throw failure }
    }

    /// Writes what is still held back, without waiting for the reader of a stream.
    package func push() {
        state.withLock { drain(&$0) }
    }

    /// Sets when a stream's output has to end: a reader that two seconds later still takes nothing, or is not done after
    /// eight, is a failure. An earlier time stays.
    package func limit(to instant: ContinuousClock.Instant) {
        if case .stream(let writer) = target { writer.limit(to: instant) }
    }

    /// The first failure so far; nil while all is well. What is held back has not been tried yet.
    package var failure: OutputFailure? {
        if case .stream(let writer) = target { return writer.failure }
        return state.withLock { $0.failure }
    }

    /// What was written to memory; empty for a descriptor.
    package var contents: [UInt8] {
        guard case .memory = target else { return [] }
        return state.withLock { $0.buffer }
    }

    private func drain(_ state: inout State) {
        guard !state.buffer.isEmpty else { return }
        let descriptor: Int32
        switch target {
        case .memory: return
        case .stream(let writer):
            writer.append(state.buffer)
            state.buffer.removeAll(keepingCapacity: state.buffer.count <= 2 * Self.bufferSize)
            return
        case .descriptor(let number): descriptor = number
        }
        guard state.failure == nil else { return }
        do throws(OutputFailure) {
            try state.buffer.withUnsafeBufferPointer { (bytes) throws(OutputFailure) in
                try writeCompletely(UnsafeRawBufferPointer(bytes), to: descriptor)
            }
        } catch {
            state.failure = error
        }
        state.buffer.removeAll(keepingCapacity: state.buffer.count <= 2 * Self.bufferSize)
    }
}
