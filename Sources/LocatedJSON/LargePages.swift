#if canImport(Glibc)
    import Glibc
#endif

extension Array {
    /// Lets the system back the room that is reserved with large pages where it can: the first touch of a small one takes
    /// longer than reading or parsing what goes onto it.
    package mutating func preferLargePages() {
        #if canImport(Glibc)
            let size = capacity * MemoryLayout<Element>.stride
            guard size >= 4 << 20 else { return }
            withUnsafeMutableBytes { bytes in
                guard let start = bytes.baseAddress else { return }
                let page = Int(getpagesize())
                let address = Int(bitPattern: start)
                let first = (address + page - 1) / page * page
                // A hint: where it is refused, all goes on as before.
                _ = madvise(start + (first - address), size - (first - address), MADV_HUGEPAGE)
            }
        #endif
    }
}
