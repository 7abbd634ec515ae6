using System.CommandLine;
using RdpCompliance.Cli.Configuration;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Policies.Loading;

namespace RdpCompliance.Cli.Commands;

/// <summary>The options that say which rules there are besides the built-in ones.</summary>
internal sealed class PolicyOptions
{
    private readonly Option<string?> _adds = new("--policies")
    {
        Description =
            "A folder of rules that are judged beside the built-in ones; what it has of subjects.yml, settings.yml and causes.yml is added to theirs.",
        HelpName = "DIR",
    };

    private readonly Option<string?> _replaces = new("--policies-only")
    {
        Description = "A folder of rules that are judged instead of the built-in ones.",
        HelpName = "DIR",
    };

    public IEnumerable<Option> All => [_adds, _replaces];

    /// <summary>For a command that reads a configuration, whose keys they are, too.</summary>
    public IEnumerable<ConfigurationOption> OptionsOf(ParseResult parsed) =>
    [
        new(_adds.Name, ConfigurationShape.Policies, parsed.GetValue(_adds) is { } adds ? [adds] : []),
        new(_replaces.Name, ConfigurationShape.PoliciesOnly, parsed.GetValue(_replaces) is { } replaces ? [replaces] : []),
    ];

    /// <summary>
    /// The pack that a command without configuration works with; <see langword="null"/> when it does not load, with the reasons on standard error.
    /// </summary>
    public Pack? Load(ParseResult parsed, ProgramHost host, Func<Pack> builtIn)
    {
        var (adds, replaces) = (parsed.GetValue(_adds), parsed.GetValue(_replaces));
        if (adds is not null && replaces is not null)
        {
            host.Error.WriteLine("--policies adds rules and --policies-only replaces the built-in ones; one of them is wanted.");
            return null;
        }

        var own = (adds ?? replaces) is { } folder
            ? new OwnRules(Path.GetFullPath(folder, host.WorkingDirectory), adds is null ? PackUse.Replaces : PackUse.Adds, null)
            : null;
        return InputOptions.LoadPack(own, host, builtIn);
    }
}
