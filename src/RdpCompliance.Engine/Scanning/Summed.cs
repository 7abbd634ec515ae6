using System.Collections.Immutable;
using System.Globalization;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Realms;

namespace RdpCompliance.Engine.Scanning;

/// <summary>What is to be said of many machines alike is said once.</summary>
internal static class Summed
{
    private const int MostNamed = 3;

    public static IEnumerable<Diagnostic> Of(IEnumerable<Diagnostic> diagnostics)
    {
        var all = diagnostics.ToLookup(diagnostic => diagnostic.Descriptor == MachineRealm.TakenAsHost);
        var taken = all[true].DistinctBy(one => one.Arguments[0], StringComparer.OrdinalIgnoreCase).OrderBy(one => one.Location).ToImmutableArray();
        return taken is [var first, ..] ? all[false].Append(first with { Arguments = [Named([.. taken.Select(one => one.Arguments[0])])] }) : all[false];
    }

    private static string Named(ImmutableArray<string> names)
    {
        var named = string.Join(", ", names.Take(MostNamed));
        return names.Length > MostNamed ? string.Create(CultureInfo.InvariantCulture, $"{named} and {names.Length - MostNamed} more") : named;
    }
}
