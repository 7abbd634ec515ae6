using System.Globalization;

namespace RdpCompliance.Engine.Derivations.Firewall;

/// <summary>Ports from first to last, both included.</summary>
public readonly record struct PortRange(int First, int Last)
{
    public static PortRange Every { get; } = new(0, ushort.MaxValue);

    public bool Contains(int port) => First <= port && port <= Last;

    /// <summary>"3389" or "3380-3390"; anything that ends before it begins covers nothing and is no range.</summary>
    public static PortRange? TryParse(string text)
    {
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        return TryPort(dash < 0 ? text : text.AsSpan(0, dash)) is { } first && TryPort(dash < 0 ? text : text.AsSpan(dash + 1)) is { } last && first <= last
            ? new(first, last)
            : null;
    }

    public override string ToString() =>
        First == Last ? First.ToString(CultureInfo.InvariantCulture) : this == Every ? "*" : string.Create(CultureInfo.InvariantCulture, $"{First}-{Last}");

    private static int? TryPort(ReadOnlySpan<char> text) => ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : null;
}
