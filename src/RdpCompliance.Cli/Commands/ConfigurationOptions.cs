using System.Collections.Immutable;
using System.CommandLine;
using RdpCompliance.Cli.Configuration;

namespace RdpCompliance.Cli.Commands;

/// <summary>The options that say which configuration counts.</summary>
internal sealed class ConfigurationOptions
{
    private readonly Option<string?> _file = new("--config")
    {
        Description = "The configuration; the nearest .rdpcompliance.yml or .json above the first PATH when absent.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _from = new("--config-from")
    {
        Description =
            "Take the configuration, and the rules that it names, as they are in this commit (a branch, a tag, HEAD^1), or in another checkout (a folder, written ./base): what is scanned shall not say how.",
        HelpName = "BASE",
    };

    private readonly Option<bool> _none = new("--no-config") { Description = "Look for no configuration file: what is scanned shall not say how." };

    public IEnumerable<Option> All => [_file, _from, _none];

    public RunConfiguration Load(
        ParseResult parsed,
        ImmutableArray<string> paths,
        IEnumerable<ConfigurationOption> options,
        ProgramHost host,
        UsageProblems problems)
    {
        var configuration = RunConfiguration.Load(new()
        {
            WorkingDirectory = host.WorkingDirectory,
            Now = host.Clock.GetUtcNow(),
            Paths = paths,
            File = parsed.GetValue(_file),
            From = parsed.GetValue(_from),
            IsWithoutFile = parsed.GetValue(_none),
            Variable = host.Variable,
            Environment = host.Configuration,
            Options = [.. options],
        });
        problems.AddAll(configuration.Problems);
        foreach (var other in new Option[] { _file, _from }.Where(option => parsed.GetValue(_none) && parsed.GetResult(option) is not null))
        {
            problems.Add($"--no-config and {other.Name} contradict each other; one of them is wanted.");
        }

        return configuration;
    }
}
