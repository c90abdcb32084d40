import Synchronization

/// The one way out of the program: masks secrets and writes, and remembers whether everything got there.
///
/// Each call of ``write(_:)`` takes a whole logical part (a report, a destination, a line), so that no secret lies across
/// two. The program must ignore `SIGPIPE`; a reader that went away is then an error like any other.
public final class OutputSink: Sendable {
    private enum Target {
        case descriptor(Int32)
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

    /// Writes to an open file descriptor, which stays the caller's to close.
    public convenience init(descriptor: Int32, masker: SecretMasker = .none) {
        self.init(.descriptor(descriptor), masker: masker)
    }

    /// Keeps what is written, for ``contents``.
    public static func inMemory(masker: SecretMasker = .none) -> OutputSink {
        OutputSink(.memory, masker: masker)
    }

    /// Masks these secrets from now on, in place of those before.
    public func mask(with masker: SecretMasker) {
        state.withLock { $0.masker = masker }
    }

    /// Writes a whole logical part. After a failure nothing more is written.
    public func write(_ bytes: [UInt8]) {
        state.withLock { state in
            guard state.failure == nil else { return }
            state.masker.append(masking: bytes, to: &state.buffer)
            if state.buffer.count >= Self.bufferSize { drain(&state) }
        }
    }

    /// Writes a whole logical part.
    public func write(_ text: String) { write(Array(text.utf8)) }

    /// Writes what is still held back.
    ///
    /// - Throws: The first failure since the beginning, at every call.
    public func flush() throws(OutputFailure) {
        let failure = state.withLock { state in
            drain(&state)
            return state.failure
        }
        if let failure { throw failure }
    }

    /// The first failure so far; nil while all is well. What is held back has not been tried yet.
    public var failure: OutputFailure? {
        state.withLock { $0.failure }
    }

    /// What was written to memory; empty for a descriptor.
    public var contents: [UInt8] {
        guard case .memory = target else { return [] }
        return state.withLock { $0.buffer }
    }

    private func drain(_ state: inout State) {
        guard case .descriptor(let descriptor) = target, !state.buffer.isEmpty, state.failure == nil else { return }
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
