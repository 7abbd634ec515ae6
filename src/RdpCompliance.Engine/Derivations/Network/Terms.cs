using System.Collections.Immutable;
using RdpCompliance.Engine.Derivations.Firewall;

namespace RdpCompliance.Engine.Derivations.Network;

/// <summary>
/// What a member of a rule names: texts, and whether these are all. Each is parsed once, because every rule of a group is held against every other.
/// </summary>
public sealed class Terms
{
    private readonly Lazy<ImmutableArray<(string Text, AddressSet? Addresses)>> _addresses;
    private readonly Lazy<ImmutableArray<PortRange?>> _ranges;

    public Terms(ImmutableArray<string> known, bool areComplete)
    {
        Known = known;
        AreComplete = areComplete;
        _addresses = new(() => [.. Known.Select(term => (term.Trim(), AddressSet.TryParse(term)))]);
        _ranges = new(() => [.. Known.Select(TryRange)]);
    }

    public static Terms Nothing { get; } = new([], true);

    public static Terms Everything { get; } = new(["*"], true);

    public static Terms NotKnown { get; } = new([], false);

    public ImmutableArray<string> Known { get; }

    public bool AreComplete { get; }

    /// <summary>The terms as addresses; a tag has none.</summary>
    internal ImmutableArray<(string Text, AddressSet? Addresses)> Addresses => _addresses.Value;

    /// <summary>The terms as port ranges; <see langword="null"/> for what is none.</summary>
    internal ImmutableArray<PortRange?> Ranges => _ranges.Value;

    public static Terms Of(params string[] terms) =>
        new([.. terms.SelectMany(term => term.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))], true);

    public override string ToString() => $"{string.Join(", ", Known)}{(AreComplete ? "" : " …")}";

    private static PortRange? TryRange(string text) =>
        text is "*" || text.Equals("Any", StringComparison.OrdinalIgnoreCase)
            ? PortRange.Every
            : PortRange.TryParse(text.Replace(" ", "", StringComparison.Ordinal));
}
