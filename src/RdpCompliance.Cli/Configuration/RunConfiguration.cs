using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Scanning;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Cli.Configuration;

/// <summary>
/// The configuration of a run: file below environment below command line. Read in two steps, because
/// the rules, which type their own parameters, are found through the configuration.
/// </summary>
internal sealed class RunConfiguration
{
    private readonly IConfigurationRoot? _root;

    private RunConfiguration(ConfigurationFile? file, IConfigurationRoot? root, RunSettings? settings, ImmutableArray<ConfigurationProblem> problems)
    {
        File = file;
        _root = root;
        Settings = problems.IsEmpty ? settings : null;
        Problems = problems;
    }

    /// <summary>The file that was read; <see langword="null"/> when there is none.</summary>
    public ConfigurationFile? File { get; }

    /// <summary>Every entry of <c>paths:</c> among <c>hosts:</c> and <c>rules:</c>, with the key that it has and its place.</summary>
    public IEnumerable<ConfiguredPath> Paths =>
        _root is null ? [] : new[] { ConfigurationShape.Hosts, ConfigurationShape.Rules }.SelectMany(key => PathsBelow(_root.GetSection(key)));

    /// <summary><see langword="null"/> when there are problems. The rules' parameters are not among them yet: see <see cref="For"/>.</summary>
    public RunSettings? Settings { get; }

    public ImmutableArray<ConfigurationProblem> Problems { get; }

    public static RunConfiguration Load(ConfigurationRequest request)
    {
        var file = request switch
        {
            { IsWithoutFile: true } => null,
            { From: { } state } => ConfigurationFile.InBase(request.File, request.Paths, request.WorkingDirectory, state, request.Variable),
            { File: { } path } => ConfigurationFile.Read(path, request.WorkingDirectory),
            _ => ConfigurationFile.Nearest(request.Paths, request.WorkingDirectory),
        };
        var environment = EnvironmentLayer.Read(request.Environment.Build(new ConfigurationBuilder()));
        var options = OptionLayer.Of(request.Options);
        ImmutableArray<ConfigurationProblem> problems =
        [
            .. file?.Problems ?? [],
            .. ShapeCheck.Problems(environment.Root),
            .. ShapeCheck.Problems(options.Root),
        ];
        if (!problems.IsEmpty)
        {
            return new(file, null, null, problems);
        }

        var root = ConfigurationLayer.Stack(file?.Layer is { } layer ? [layer, environment, options] : [environment, options]);
        var reader = new SettingsReader(root, request, file);
        return new(file, root, reader.Read(), reader.Problems);
    }

    /// <summary>
    /// The settings of the scan with the entries of <c>rules:</c> checked against the
    /// rules that were loaded, and their parameters typed as those want them.
    /// </summary>
    public (ScanSettings? Settings, ImmutableArray<ConfigurationProblem> Problems) For(ImmutableArray<Rule> rules)
    {
        if (_root is null || Settings is not { Scan: var scan })
        {
            return (null, Problems);
        }

        var reader = new RuleSettingsReader(_root, rules);
        var settings = reader.Read();
        return reader.Problems.IsEmpty ? (scan with { Rules = settings }, []) : (null, reader.Problems);
    }

    private IEnumerable<ConfiguredPath> PathsBelow(IConfigurationSection section)
    {
        foreach (var child in section.GetChildren())
        {
            if (child.Key != ConfigurationShape.Paths)
            {
                foreach (var path in PathsBelow(child))
                {
                    yield return path;
                }

                continue;
            }

            foreach (var (key, text) in SettingsReader.TextsOf(child))
            {
                if (_root is { } root && Glob.TryParse(text) is { } glob && ConfigurationLayer.PlaceOf(root, key) is { } place)
                {
                    yield return new(key.Replace(':', '.'), glob, place);
                }
            }
        }
    }
}
