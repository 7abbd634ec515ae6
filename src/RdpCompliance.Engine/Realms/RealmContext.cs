using System.Collections.Immutable;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Realms;

/// <summary>What all realms of a scan share: the pack, the clock and what the user declares.</summary>
public sealed record RealmContext(Pack Pack, DateTimeOffset AsOf)
{
    /// <summary>The entries of <c>hosts:</c>.</summary>
    public ImmutableArray<HostDeclaration> Hosts { get; init; } = [];

    /// <summary>Names of sources, or of folders of sources: a GPO there reaches every machine (<c>--assume-gpo</c>).</summary>
    public ImmutableArray<string> AssumedGpos { get; init; } = [];

    /// <summary>Roles of every machine that <see cref="Hosts"/> does not declare (<c>--role</c>); empty = derived from evidence.</summary>
    public ImmutableArray<string> Roles { get; init; } = [];

    /// <summary>From where Remote Desktop shall be reachable (<c>reachable-from:</c>): CIDR ranges or service tags; empty = no intent.</summary>
    public ImmutableArray<string> ReachableFrom { get; init; } = [];

    /// <summary>What is diagnosed; <see langword="null"/> for a scan.</summary>
    public DiagnosisQuestion? Question { get; init; }
}
