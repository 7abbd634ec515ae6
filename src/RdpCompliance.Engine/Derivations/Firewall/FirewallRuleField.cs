using System.Collections.Immutable;
using System.Globalization;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Engine.Derivations.Firewall;

/// <summary>A field of a rule's text, with the place of its value in that text.</summary>
public sealed record FirewallRuleField(string Name, string Value, TextSpan Span)
{
    /// <summary>The name without the version that brought it in: LPort2_10 and LPort are one list.</summary>
    public string BareName { get; } = Bare(Name);

    public bool Is(string name) => BareName.Equals(name, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// The fields of "v2.10|Action=Allow|…|" in their order, whatever they are called: the grammar that
    /// firewall rules and connection security rules share ([MS-GPFAS] 2.2.2.19 and 2.2.6.2).
    /// </summary>
    /// <returns><see langword="null"/> when the text does not begin with a version, or a field has no '='.</returns>
    public static ImmutableArray<FirewallRuleField>? Split(string text)
    {
        var bar = text.IndexOf('|', StringComparison.Ordinal);
        if (bar < 0 || !IsVersion(text.AsSpan(0, bar)))
        {
            return null;
        }

        var fields = ImmutableArray.CreateBuilder<FirewallRuleField>();
        for (var at = bar + 1; at < text.Length;)
        {
            var end = text.IndexOf('|', at) is var found and >= 0 ? found : text.Length;
            var equals = text.IndexOf('=', at, end - at);
            if (equals <= at)
            {
                return null;
            }

            fields.Add(new(NameOf(text.AsSpan(at..equals)), text[(equals + 1)..end], TextSpan.FromBounds(equals + 1, end)));
            at = end + 1;
        }

        return fields.DrainToImmutable();
    }

    /// <summary>The names that nearly every rule has are one text each.</summary>
    private static string NameOf(ReadOnlySpan<char> name) => Usual.TryGetValue(name, out var known) ? known : name.ToString();

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Usual =
        new HashSet<string>(StringComparer.Ordinal)
        {
            "Action", "Active", "Dir", "Protocol", "Profile", "LPort", "RPort", "LPort2_10", "RPort2_10", "RA4", "RA6", "LA4", "LA6", "App", "Svc",
            "Name", "Desc", "EmbedCtxt", "Edge", "Platform", "Platform2", "LUOwn", "AppPkgId", "TTK", "ICMP4", "ICMP6",
        }.GetAlternateLookup<ReadOnlySpan<char>>();

    private static bool IsVersion(ReadOnlySpan<char> text)
    {
        var dot = text.IndexOf('.');
        return dot > 1 && text[0] is 'v' or 'V' && IsByte(text[1..dot]) && IsByte(text[(dot + 1)..]);
    }

    private static bool IsByte(ReadOnlySpan<char> digits) => byte.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    /// <summary>"LPort2_10" → "LPort", "RA42" → "RA4", "Security2" → "Security"; EP2_4 is a name of its own.</summary>
    private static string Bare(string name)
    {
        if (!char.IsAsciiDigit(name[^1]))
        {
            return name;
        }

        if (name.ToUpperInvariant() is "RA42" or "RA62" or "SECURITY2")
        {
            return name[..^1];
        }

        var version = name.LastIndexOf("2_", StringComparison.Ordinal);
        return version >= 3 && version + 2 < name.Length && name.AsSpan(version + 2).IndexOfAnyExceptInRange('0', '9') < 0 ? name[..version] : name;
    }
}
