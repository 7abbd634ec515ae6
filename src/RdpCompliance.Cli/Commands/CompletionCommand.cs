using System.Collections.Immutable;
using System.CommandLine;
using RdpCompliance.Cli.Completion;

namespace RdpCompliance.Cli.Commands;

/// <summary><c>completion SHELL</c>: the script by which a shell completes the program's commands, options and their words.</summary>
internal static class CompletionCommand
{
    private static readonly ImmutableArray<ICompletionScript> Scripts = [new BashScript(), new ZshScript(), new FishScript(), new PowerShellScript()];

    /// <param name="root">The commands that are completed.</param>
    public static Command Create(ProgramHost host, RootCommand root)
    {
        string[] shells = [.. Scripts.Select(script => script.Shell)];
        var shell = new Argument<string>("SHELL")
        {
            Description = $"Whose script: {string.Join(", ", shells)}. In use: {string.Join(" · ", Scripts.Select(script => script.Use))}",
        };
        shell.CompletionSources.Add(shells);
        var command = new Command("completion", "Writes the script by which a shell completes commands and options.") { shell };
        command.SetAction(parsed => (int)Run(parsed.GetValue(shell) ?? "", shells, root, host));
        return command;
    }

    private static ExitCode Run(string shell, string[] shells, RootCommand root, ProgramHost host)
    {
        var problems = new UsageProblems(host.Error);
        if (Words.Choice(shell, "SHELL", problems, shells) is not { } known)
        {
            return ExitCode.Usage;
        }

        using var output = new StreamWriter(host.Output, leaveOpen: true) { NewLine = "\n" };
        output.Write(Scripts.First(script => script.Shell == known).Write([.. CompletionTree.Of(root)]));
        return ExitCode.Clean;
    }
}
