using System.CommandLine;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Scanning;
using RdpCompliance.Readers;

namespace RdpCompliance.Cli.Commands;

/// <summary><c>scan PATH…</c>: detects every input, judges, writes reports.</summary>
internal sealed class ScanCommand
{
    private readonly Argument<string[]> _paths = InputOptions.Paths();
    private readonly Option<string[]> _assumedGpos = new("--assume-gpo")
    {
        Description = "Judge every machine as if the GPOs at this path reached it; repeatable.",
        HelpName = "PATH",
    };
    private readonly Option<bool> _includePasses = new("--include-passes") { Description = "Also report what passes." };
    private readonly JudgeOptions _options;

    private ScanCommand(ProgramHost host) => _options = new(host, "scan");

    public static Command Create(ProgramHost host)
    {
        var scan = new ScanCommand(host);
        var command = new Command("scan", "Finds what keeps Remote Desktop from connecting, or connects it unsafely.")
        {
            scan._paths,
            scan._assumedGpos,
            scan._includePasses,
        };
        foreach (var option in scan._options.All)
        {
            command.Add(option);
        }

        command.SetAction((parsed, cancellation) => Task.FromResult((int)scan.Run(parsed, cancellation)));
        return command;
    }

    private ExitCode Run(ParseResult parsed, CancellationToken cancellation)
    {
        var assumed = parsed.GetValue(_assumedGpos) ?? [];
        return _options.Run(parsed, [.. parsed.GetValue(_paths) ?? [], .. assumed], Judge);

        ScanResult Judge(JudgeRequest request, UsageProblems problems)
        {
            var settings = request.Settings with { AssumedGpos = [.. assumed.Select(request.Disk.NameOf)], IncludePasses = parsed.GetValue(_includePasses) };
            return new Scan(request.Pack, EvidenceReaders.All, settings).Run(request.Disk.Tree, cancellation, request.Progress);
        }
    }
}
