using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;
using RdpCompliance.Cli.Disk;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Policies.Loading;
using RdpCompliance.Engine.Scanning;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Engine.Subjects;
using static RdpCompliance.Cli.Configuration.ConfigurationShape;

namespace RdpCompliance.Cli.Configuration;

/// <summary>Turns configuration whose shape was checked into settings, and says what only shows when all layers are together.</summary>
internal sealed class SettingsReader(IConfigurationRoot root, ConfigurationRequest request, ConfigurationFile? file)
{
    private readonly ImmutableArray<ConfigurationProblem>.Builder _problems = ImmutableArray.CreateBuilder<ConfigurationProblem>();

    public ImmutableArray<ConfigurationProblem> Problems => _problems.ToImmutable();

    public RunSettings Read() => new()
    {
        Scan = new()
        {
            AsOf = root[AsOf] is { } time ? FieldValue.Instant.TryParse(time)?.Value ?? request.Now : request.Now,
            Hosts = ReadHosts(),
            Roles = [.. Texts(Roles).Select(role => role.ToLowerInvariant())],
            ReachableFrom = Texts(ReachableFrom),
            Deployment = new() { Scope = ReadScope() },
            IncludeUndecided = root[IncludeUndecided]?.ToLowerInvariant() switch
            {
                "none" => UndecidedInclusion.None,
                "with-evidence" => UndecidedInclusion.WithEvidence,
                "all" => UndecidedInclusion.All,
                _ => request.UndecidedByDefault,
            },
        },
        ConfigurationFile = file?.Path,
        OwnRules = ReadOwnRules(),
        ParameterFiles = [.. TextsOf(root.GetSection(Parameters)).Select(text => InRepository(text.Key, text.Value, "parameter file"))],
        Exclude = [.. Texts(Exclude).Select(pattern => Glob.TryParse(pattern)).OfType<Glob>()],
        Reports = ReadReports(),
        FailOn = root[FailOn]?.ToLowerInvariant() switch
        {
            "none" => null,
            "note" => Severity.Note,
            "warning" => Severity.Warning,
            _ => Severity.Error,
        },
        FailOnUndecided = IsSet(FailOnUndecided),
        AllowIncomplete = IsSet(AllowIncomplete),
        RequireComplete = IsSet(RequireComplete),
    };

    /// <summary>The values of a key that may hold one or many, each with the key it has in the configuration.</summary>
    public static IEnumerable<(string Key, string Value)> TextsOf(IConfigurationSection section) =>
        section.GetChildren().ToArray() switch
        {
            { Length: > 0 } children => children
                .Select(child => (child.Path, child.Value))
                .Where(child => child.Value is not null)
                .Select(child => (child.Path, child.Value ?? "")),
            _ when section.Value is { Length: > 0 } only => [(section.Path, only)],
            _ => [],
        };

    /// <summary>Of the two keys the one counts that is said nearer to the run; a command line that adds rules is not told by a file to replace them.</summary>
    private OwnRules? ReadOwnRules()
    {
        var (adds, replaces) = (RankOf(Policies), RankOf(PoliciesOnly));
        if (adds == replaces && adds > 0)
        {
            Say(PoliciesOnly, $"'{Policies}' adds rules and '{PoliciesOnly}' replaces the built-in ones; one of them is wanted.");
        }

        var (key, use) = replaces > adds ? (PoliciesOnly, PackUse.Replaces) : (Policies, PackUse.Adds);
        return root[key] is { } folder ? new(InRepository(key, folder, "folder of rules"), use, IsFromFile(key) ? file?.State : null) : null;
    }

    private int RankOf(string key) => ConfigurationLayer.PlaceOf(root, key) switch
    {
        null => 0,
        ConfigurationPlace.InFile => 1,
        ConfigurationPlace.Variable => 2,
        _ => 3,
    };

    private ImmutableArray<string> Texts(string key) => [.. TextsOf(root.GetSection(key)).Select(text => text.Value)];

    private bool IsSet(string key) => bool.TryParse(root[key], out var value) && value;

    private DeploymentScope ReadScope() => new()
    {
        SubscriptionId = IdOf($"{Scope}:subscription"),
        SubscriptionName = root[$"{Scope}:subscription-name"],
        TenantId = IdOf($"{Scope}:tenant"),
        ManagementGroup = root[$"{Scope}:management-group"],
        ResourceGroup = root[$"{Scope}:resource-group"],
        Location = root[$"{Scope}:location"],
        DeploymentName = root[$"{Scope}:deployment-name"],
        AsOf = root[AsOf] is { } time ? FieldValue.Instant.TryParse(time)?.Value : null,
    };

    /// <summary>Ids in the form that Azure gives them: with hyphens, in small letters.</summary>
    private string? IdOf(string key) => Guid.TryParse(root[key], out var id) ? id.ToString("D") : null;

    private ImmutableArray<HostDeclaration> ReadHosts()
    {
        var hosts = ImmutableArray.CreateBuilder<HostDeclaration>();
        foreach (var section in root.GetSection(Hosts).GetChildren())
        {
            var name = section["name"] ?? "";
            if (hosts.Any(host => host.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
            {
                Say($"{section.Path}:name", $"'{name}' is the name of another host above.");
            }

            hosts.Add(new(name, In(ConfigurationShape.Paths), [.. In("roles").Select(role => role.ToLowerInvariant())], In("gpos"), section["azure-id"]));

            ImmutableArray<string> In(string key) => [.. TextsOf(section.GetSection(key)).Select(text => text.Value)];
        }

        return hosts.DrainToImmutable();
    }

    /// <summary>A format without a file goes to <c>output</c>, else to standard output, which holds one report only.</summary>
    private ImmutableArray<ReportRequest> ReadReports()
    {
        var asked = TextsOf(root.GetSection(Format)).Select(text => (text.Key, Parts: text.Value.Split('=', 2))).ToArray();
        var reports = asked
            .Select(report => new ReportRequest(report.Parts[0].ToLowerInvariant(), report.Parts is [_, var path] ? OutputPath(report.Key, path) : null))
            .DefaultIfEmpty(new("text", null))
            .ToImmutableArray();
        var unplaced = reports.Where(report => report.Path is null).ToArray();
        if (unplaced.Length > 1)
        {
            Say(
                asked[^1].Key,
                $"'{unplaced[0].Format}' and '{unplaced[1].Format}' go to one place; a file is wanted for one of them ('{unplaced[1].Format}=FILE').");
        }

        if (
            reports
                .Where(report => report.Path is not null)
                .GroupBy(report => report.Path, StringComparer.Ordinal)
                .FirstOrDefault(group => group.Count() > 1) is
            { } twice)
        {
            Say(asked[^1].Key, $"'{Path.GetFileName(twice.Key)}' is the file of two formats.");
        }

        if (root[Output] is not { } output)
        {
            return reports;
        }

        if (unplaced.Length == 0)
        {
            Say(Output, $"'{output}' is the place of no report: every format has a file of its own.");
        }

        return [.. reports.Select(report => report.Path is null ? report with { Path = OutputPath(Output, output) } : report)];
    }

    /// <remarks>
    /// A configuration file comes with what is scanned, which may be a stranger's: it chooses places
    /// below its own folder only. Who wants another place says so on the command line.
    /// </remarks>
    private string OutputPath(string key, string path)
    {
        var full = FullPath(key, path);
        if (
            file is not null
            && IsFromFile(key)
            && !(DiskNames.IsWithin(full, file.Folder) && DiskNames.IsPlain(file.Folder, Path.GetRelativePath(file.Folder, full))))
        {
            Say(key, $"'{path}' leads out of the configuration file's folder; a configuration file writes below its folder only.");
        }

        return full;
    }

    /// <remarks>A stranger's configuration file names what is read of its own repository only.</remarks>
    private string InRepository(string key, string path, string what)
    {
        var full = FullPath(key, path);
        if (
            file is not null
            && IsFromFile(key)
            && (DiskNames.GitRootOf(file.Folder) ?? file.Folder) is var top
            && !(DiskNames.IsWithin(full, top) && DiskNames.IsPlain(top, Path.GetRelativePath(top, full))))
        {
            Say(key, $"'{path}' leads out of the configuration file's repository; who wants another {what} names it on the command line.");
        }

        return full;
    }

    private string FullPath(string key, string path) => Path.GetFullPath(path, file is not null && IsFromFile(key) ? file.Folder : request.WorkingDirectory);

    private bool IsFromFile(string key) => ConfigurationLayer.PlaceOf(root, key) is ConfigurationPlace.InFile;

    private void Say(string key, string message) => _problems.Add(new(ConfigurationLayer.PlaceOf(root, key) ?? new ConfigurationPlace.Option(key), message));
}
