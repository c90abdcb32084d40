#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What becomes of the process when something in it goes wrong that must not: one sentence, and the signal's own status.
///
/// Swift's runtime would print a backtrace with registers and the memory that they point to, in which a token may stand,
/// and so would a core dump; the log of a CI run is no place for either. Whatever `SWIFT_BACKTRACE` says, these handlers
/// take the place of the runtime's.
enum CrashHandling {
    /// SIGQUIT is no crash, but the runtime prints its backtrace for that one too, and its default is a core dump.
    static var signals: [Int32] { [SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGABRT, SIGSYS, SIGQUIT] }

    /// Enough for a handler that calls three functions, on every system.
    private static let stackSize = 64 * 1024

    /// Installs the handlers.
    ///
    /// They run on a stack of their own where the thread has one, and only the calling thread gets one: when another
    /// thread overruns its stack, the kernel ends the process with SIGSEGV and without the sentence.
    static func install() {
        var stack = stack_t()
        stack.ss_sp = .allocate(byteCount: stackSize, alignment: 16)
        #if canImport(Darwin)
            stack.ss_size = UInt(stackSize)
        #else
            stack.ss_size = stackSize
        #endif
        sigaltstack(&stack, nil)
        // A parent may have left its signals blocked, and its children take that over.
        var unblocked = sigset_t()
        sigemptyset(&unblocked)
        for number in signals { sigaddset(&unblocked, number) }
        pthread_sigmask(SIG_UNBLOCK, &unblocked, nil)
        for number in signals {
            var action = sigaction()
            // Whoever started the program may want a key press to be ignored, as shells do for what runs behind them.
            if number == SIGQUIT, sigaction(number, nil, &action) == 0, action.isIgnored { continue }
            action = sigaction()
            action.setHandler(endAfterCrash)
            // The default is back before the handler begins: whatever goes wrong in it ends the process at once.
            #if canImport(Darwin)
                action.sa_flags = SA_ONSTACK | SA_RESETHAND
            #else
                action.sa_flags = SA_ONSTACK | Int32(bitPattern: UInt32(truncatingIfNeeded: SA_RESETHAND))
            #endif
            sigaction(number, &action, nil)
        }
    }
}

/// Says the sentence and lets the signal do what it does to any process.
///
/// Nothing here may allocate, lock or touch a global, since what was interrupted may hold the lock, or be the fault itself.
private func endAfterCrash(_ number: Int32) {
    if number != SIGQUIT {
        put("validate: internal error, signal ")
        if number > 9 { putDigit(number / 10) }
        putDigit(number % 10)
        put("; nothing of this run can be relied upon\n")
    }
    signal(number, SIG_DFL)
    // Held back until the handler returns, and then the end; a fault of an instruction's own comes again anyway.
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
