import ValidateCommand

Program.run(Array(CommandLine.arguments.dropFirst()))
