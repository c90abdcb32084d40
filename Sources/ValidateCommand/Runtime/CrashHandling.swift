#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The handling of crashes: one sentence on standard error, and the status of the signal.
///
/// Swift's runtime would print a backtrace with registers and the memory that they point to, which may hold a token, and
/// so would a core dump; neither belongs in the log of a CI run. These handlers replace the runtime's, whatever
/// `SWIFT_BACKTRACE` is set to.
enum CrashHandling {
    /// SIGQUIT is not a crash, but the runtime prints a backtrace for it too, and its default is a core dump.
    static var signals: [Int32] { [SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGABRT, SIGSYS, SIGQUIT] }

    /// Enough for a handler that calls three functions, on every system.
    private static let stackSize = 64 * 1024

    /// Installs the handlers.
    ///
    /// They run on a separate signal stack, which only the calling thread gets: when another thread overruns its stack, the
    /// kernel ends the process with SIGSEGV and without the sentence.
    static func install() {
        var stack = stack_t()
        stack.ss_sp = .allocate(byteCount: stackSize, alignment: 16)
        #if canImport(Darwin)
            stack.ss_size = UInt(stackSize)
        #else
            stack.ss_size = stackSize
        #endif
        sigaltstack(&stack, nil)
        // A child inherits the signals that its parent has blocked.
        var unblocked = sigset_t()
        sigemptyset(&unblocked)
        for number in signals { sigaddset(&unblocked, number) }
        pthread_sigmask(SIG_UNBLOCK, &unblocked, nil)
        for number in signals {
            var action = sigaction()
            // Shells have SIGQUIT ignored for jobs in the background, and it stays so.
            if number == SIGQUIT, sigaction(number, nil, &action) == 0, action.isIgnored { continue }
            action = sigaction()
            action.setHandler(endAfterCrash)
            // SA_RESETHAND: a second fault, in the handler, ends the process at once.
            #if canImport(Darwin)
                action.sa_flags = SA_ONSTACK | SA_RESETHAND
            #else
                action.sa_flags = SA_ONSTACK | Int32(bitPattern: UInt32(truncatingIfNeeded: SA_RESETHAND))
            #endif
            sigaction(number, &action, nil)
        }
    }
}

/// Writes the sentence and has the signal do what it does by default.
///
/// Nothing here may allocate, lock or use a global, since the interrupted code may hold the lock, or be the fault itself.
private func endAfterCrash(_ number: Int32) {
    if number != SIGQUIT {
        put("validate: internal error, signal ")
        if number > 9 { putDigit(number / 10) }
        putDigit(number % 10)
        put("; nothing of this run can be relied upon\n")
    }
    signal(number, SIG_DFL)
    // The signal is delivered when the handler returns, and ends the process.
    raise(number)
}

private func put(_ words: StaticString) {
    _ = write(2, words.utf8Start, words.utf8CodeUnitCount)
}

private func putDigit(_ digit: Int32) {
    var byte = UInt8(truncatingIfNeeded: 0x30 &+ digit)
    _ = write(2, &byte, 1)
}

extension sigaction {
    fileprivate var isIgnored: Bool {
        #if canImport(Darwin)
            let handler = __sigaction_u.__sa_handler
        #elseif canImport(Musl)
            let handler = __sa_handler.sa_handler
        #else
            let handler = __sigaction_handler.sa_handler
        #endif
        return unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    }

    fileprivate mutating func setHandler(_ handler: @escaping @convention(c) (Int32) -> Void) {
        #if canImport(Darwin)
            __sigaction_u.__sa_handler = handler
        #elseif canImport(Musl)
            __sa_handler.sa_handler = handler
        #else
            __sigaction_handler.sa_handler = handler
        #endif
    }
}
