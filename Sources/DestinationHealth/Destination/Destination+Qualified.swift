extension [Destination] {
    /// The destinations of one file of several, named `<file>/<name>`, so that names need to be unique in their file only.
    /// One that is alone in its file and named after it keeps just that name.
    ///
    /// - Parameter file: The file's name without its directory and `.json`.
    public func qualified(byFile file: String) -> [Destination] {
        if count == 1, self[0].name.utf8.elementsEqual(file.utf8) { return self }
        return map { destination in
            var qualified = destination
            qualified.name = "\(file)/\(destination.name)"
            return qualified
        }
    }
}
