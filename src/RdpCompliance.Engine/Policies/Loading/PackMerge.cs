using System.Collections.Immutable;
using System.Globalization;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Engine.Policies.Loading;

/// <summary>
/// Puts own entries of subjects.yml, settings.yml or causes.yml to those of the pack. A key of the pack means what it means there: another pack's rules
/// rest on it, so that one that is defined again and otherwise is refused.
/// </summary>
internal static class PackMerge
{
    /// <summary>The folder that files of the pack seem to lie in beside own ones.</summary>
    public const string BuiltIn = "built-in";

    private static readonly DiagnosticDescriptor Redefined = new(
        "RDP0074",
        DiagnosticEffect.Damage,
        "'{0}' is defined at {1}, and otherwise; own keys are added, and a key of the pack stays what it is.");

    /// <summary>The own file, which from now on is read as both together.</summary>
    public static Source Of(Source own, Source builtIn, PackReport report)
    {
        var named = Source.FromBytes($"{BuiltIn}/{builtIn.Name}", builtIn.ReadAllBytes());
        if (report.Parse(named) is not PackNode.Map theirs)
        {
            return own;
        }

        switch (report.Parse(own))
        {
            case PackNode.Map mine:
                report.Merge(own, new PackNode.Map(mine.Location, [.. theirs.Entries, .. Added(mine, theirs, report)]));
                break;
            case null:
                report.Merge(own, theirs);
                break;
            default:
                // What it is instead of a mapping is said where it is loaded.
                break;
        }

        return own;
    }

    /// <summary>Whether the tree's kinds are no addition.</summary>
    public static bool IsWhole(SourceTree tree) =>
        tree.Find("subjects.yml") is { } file && PackYaml.Parse(file, []) is PackNode.Map map && map.Find("machine") is not null;

    /// <summary>The own file that says the same as this one; <see langword="null"/> when none does.</summary>
    public static Source? CopyOf(SourceTree own, Source builtIn) =>
        own.Sources.FirstOrDefault(file => file.FileName == builtIn.FileName) is { } mine
        && PackYaml.Parse(mine, []) is { } node && PackYaml.Parse(builtIn, []) is { } same && node.Says(same)
            ? mine
            : null;

    private static ImmutableArray<PackEntry> Added(PackNode.Map mine, PackNode.Map theirs, PackReport report)
    {
        // Names of kinds compare ignoring case, and no key of the other files differs by case alone.
        var known = theirs.Entries.DistinctBy(entry => entry.Key, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(entry => entry.Key, StringComparer.OrdinalIgnoreCase);
        var added = ImmutableArray.CreateBuilder<PackEntry>();
        foreach (var entry in mine.Entries)
        {
            if (!known.TryGetValue(entry.Key, out var same))
            {
                added.Add(entry);
            }
            else if (!entry.Value.Says(same.Value))
            {
                report.Add(Redefined, entry.KeyLocation, entry.Key, PlaceOf(same.KeyLocation));
            }
        }

        return added.DrainToImmutable();
    }

    private static string PlaceOf(Location location) => location.Position is { } position
        ? string.Create(CultureInfo.InvariantCulture, $"{location.Source.Name}:{position.Line}:{position.Column}")
        : location.Source.Name;
}
