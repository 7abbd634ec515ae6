using System.CommandLine;
using System.Text;
using RdpCompliance.Cli.Disk;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Reports.Pages;

namespace RdpCompliance.Cli.Commands;

/// <summary><c>rules docs DIR</c>: writes the index and the pages of a pack; with <c>--verify</c> only says which are stale (exit 1).</summary>
internal static class RulesDocsCommand
{
    public static Command Create(ProgramHost host)
    {
        var folder = new Argument<string>("DIR") { Description = "The folder of the pack; its README.md and pages/ are written." };
        var verify = new Option<bool>("--verify") { Description = "Write nothing; exit with 1 when a file is stale." };
        var command = new Command("docs", "Writes the pages of the rules.") { folder, verify };
        command.SetAction(parsed => (int)Run(Path.GetFullPath(parsed.GetValue(folder) ?? "", host.WorkingDirectory), parsed.GetValue(verify), host));
        return command;
    }

    private static ExitCode Run(string folder, bool verifyOnly, ProgramHost host)
    {
        if (InputOptions.LoadFolder(folder, host) is not { } pack)
        {
            return ExitCode.Usage;
        }

        var wanted = Pages(pack).ToDictionary(page => Path.Combine(folder, page.Name), page => page.Text, StringComparer.Ordinal);
        var pages = Path.Combine(folder, "pages");
        var superfluous = Directory.Exists(pages)
            ? Directory
                .EnumerateFiles(pages, "*.md", SearchOption.AllDirectories)
                .Where(path => !wanted.ContainsKey(path))
                .Order(StringComparer.Ordinal)
                .ToList()
            : [];
        var stale = wanted
            .Where(page => !File.Exists(page.Key) || File.ReadAllText(page.Key) != page.Value)
            .Select(page => page.Key)
            .Order(StringComparer.Ordinal)
            .ToList();
        if (verifyOnly)
        {
            foreach (var path in stale.Concat(superfluous))
            {
                host.Error.WriteLine($"'{Path.GetRelativePath(folder, path)}' is stale; run 'rdpcompliance rules docs'.");
            }

            return stale.Count + superfluous.Count > 0 ? ExitCode.Findings : ExitCode.Clean;
        }

        foreach (var path in stale)
        {
            OutputFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(wanted[path])));
        }

        superfluous.ForEach(File.Delete);
        return ExitCode.Clean;
    }

    private static IEnumerable<(string Name, string Text)> Pages(Pack pack) =>
    [
        ("README.md", PackIndex.Of(pack)),
        (CausePage.Index, CauseIndex.Of(pack)),
        .. pack.Rules.Select(rule => (RuleAddress.FileOf(rule.Id), RulePage.FileOf(rule, pack))),
        .. pack.Causes.Select(cause => (CausePage.FileOf(cause.Id), CausePage.Written(cause, pack))),
    ];
}
