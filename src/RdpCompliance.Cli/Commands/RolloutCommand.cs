using System.Collections.Immutable;
using System.CommandLine;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Scanning;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers;

namespace RdpCompliance.Cli.Commands;

/// <summary><c>rollout --change PATH… --hosts PATH…</c>: judges hosts as they are and as a change would leave them, and tells the difference.</summary>
internal sealed class RolloutCommand
{
    private readonly Option<string[]> _change = new("--change")
    {
        Description = "What would be rolled out: GPOs, registry files to import, security templates, templates of resources.",
        HelpName = "PATH",
        Required = true,
        AllowMultipleArgumentsPerToken = true,
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string[]> _hosts = new("--hosts")
    {
        Description = "The hosts and resources as they are, with the GPOs that reach them today.",
        HelpName = "PATH",
        Required = true,
        AllowMultipleArgumentsPerToken = true,
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly JudgeOptions _options;

    private RolloutCommand(ProgramHost host) => _options = new(host, "rollout");

    public static Command Create(ProgramHost host)
    {
        var rollout = new RolloutCommand(host);
        var command = new Command("rollout", "Tells what a change would newly break on hosts, and what it would repair.") { rollout._change, rollout._hosts };
        foreach (var option in rollout._options.All)
        {
            command.Add(option);
        }

        command.SetAction((parsed, cancellation) => Task.FromResult((int)rollout.Run(parsed, cancellation)));
        return command;
    }

    private ExitCode Run(ParseResult parsed, CancellationToken cancellation)
    {
        var change = parsed.GetValue(_change) ?? [];
        var hosts = parsed.GetValue(_hosts) ?? [];

        // The configuration is about the hosts, so it is looked for beside them.
        return _options.Run(parsed, [.. hosts, .. change], Judge);

        ScanResult? Judge(JudgeRequest request, UsageProblems problems)
        {
            ImmutableArray<string> changed = [.. change.Select(request.Disk.NameOf)];
            ImmutableArray<string> standing = [.. hosts.Select(request.Disk.NameOf)];
            foreach (var both in changed.Intersect(standing, StringComparer.Ordinal))
            {
                problems.Add($"'{both}' is given as --change and as --hosts; one of them is wanted.");
            }

            if (!problems.Any && !request.Disk.Tree.Sources.Any(source => IsNearer(source, changed, standing)))
            {
                problems.Add($"{string.Join(", ", change.Select(path => $"'{path}'"))}: there is no file to roll out.");
            }

            return problems.Any
                ? null
                : new RollOut(request.Pack, EvidenceReaders.All, request.Settings).Run(
                    request.Disk.Tree,
                    source => IsNearer(source, changed, standing),
                    cancellation,
                    request.Progress);
        }
    }

    /// <summary>Of a folder within the other's the inner one counts.</summary>
    private static bool IsNearer(Source source, ImmutableArray<string> changed, ImmutableArray<string> standing)
    {
        return Longest(changed) > Longest(standing);

        int Longest(ImmutableArray<string> paths) =>
            paths.Where(path => SourceTree.IsWithin(source.Name, path)).Select(path => path.Length).DefaultIfEmpty(-1).Max();
    }
}
