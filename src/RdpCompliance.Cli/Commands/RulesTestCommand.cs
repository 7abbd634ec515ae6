using System.CommandLine;
using RdpCompliance.Engine.Scanning;
using RdpCompliance.Readers;

namespace RdpCompliance.Cli.Commands;

/// <summary>
/// <c>rules test [DIR]</c>: scans every example and compares the findings with its marks. Exit
/// 1 when an example does not show what it says, 2 when the pack does not load.
/// </summary>
internal static class RulesTestCommand
{
    public static Command Create(ProgramHost host)
    {
        var folder = new Argument<string?>("DIR") { Description = "The folder of the rules; the built-in pack when absent.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("test", "Proves the rules by their examples.") { folder };
        command.SetAction((parsed, cancellation) => Task.FromResult((int)Run(parsed.GetValue(folder), host, cancellation)));
        return command;
    }

    private static ExitCode Run(string? folder, ProgramHost host, CancellationToken cancellation)
    {
        if ((folder is null ? BuiltInPack.Complete() : InputOptions.LoadFolder(folder, host)) is not { } pack)
        {
            return ExitCode.Usage;
        }

        using var output = new StreamWriter(host.Output, leaveOpen: true) { NewLine = "\n" };
        var runner = new ExampleRunner(pack, EvidenceReaders.All, EvidenceReaders.Twins);
        var (examples, failed) = (0, 0);
        foreach (var rule in pack.Rules)
        {
            cancellation.ThrowIfCancellationRequested();
            var failures = runner.Run(rule).ToList();
            examples += rule.Examples.Length;
            failed += failures.Select(failure => failure.Example).Distinct().Count();
            foreach (var failure in failures)
            {
                output.WriteLine($"{rule.Id} \"{failure.Example.Name}\": {failure.Text}");
            }
        }

        output.WriteLine($"{pack.Rules.Length} rules, {examples} examples, {failed} failed");
        return failed > 0 ? ExitCode.Findings : ExitCode.Clean;
    }
}
