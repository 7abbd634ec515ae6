using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.Templates.Expressions;

/// <summary>Makes values that are not known; each names the input that would decide it.</summary>
public static class Unknown
{
    public const int LongestPattern = 1000;

    /// <summary>What only Azure can say, as <see cref="Node.Unresolved.Needs"/>.</summary>
    public const string Deployed = "the answer of Azure, which is there when it is deployed";

    /// <summary>An input that nobody gave, or that only Azure knows: one value for one expression.</summary>
    /// <param name="needs">See <see cref="Node.Unresolved.Needs"/>.</param>
    public static Node.Unresolved Input(Location place, string expression, string? needs = null) =>
        new(place, UnknownReason.Unresolvable, expression) { Pattern = $"{{{expression}}}", Needs = needs };

    /// <summary>An input that is another one each time it is asked for.</summary>
    /// <param name="needs">See <see cref="Node.Unresolved.Needs"/>.</param>
    public static Node.Unresolved Changing(Location place, string expression, string? needs = null) =>
        new(place, UnknownReason.Unresolvable, expression) { Needs = needs };

    /// <summary>A parameter that nobody gives a value.</summary>
    /// <param name="expression">As the language refers to it.</param>
    public static Node.Unresolved Parameter(Location place, string name, string expression) =>
        Changing(place, expression, $"a value: parameter '{name}' has no default; pass --parameters");

    /// <summary>A parameter whose value is a secret of a key vault.</summary>
    public static Node.Unresolved Vault(Location place, string name) =>
        Changing(place, $"parameters('{name}') from a key vault", $"the secret of the key vault that gives parameter '{name}'");

    /// <summary>What is stated, but not so that Azure would take it; the diagnostic was reported.</summary>
    public static Node.Unresolved Wrong(Location place, string expression) => new(place, UnknownReason.WrongType, expression);

    /// <summary>What a function gives for arguments of which <paramref name="cause"/> is the first that is not known.</summary>
    public static Node.Unresolved From(Node.Unresolved cause, string function, ImmutableArray<Node> arguments) =>
        new(cause) { Pattern = PatternOf(function, arguments) };

    /// <summary>What a member or element of something not known is.</summary>
    /// <param name="access">As it is written: ".name", "[0]".</param>
    public static Node.Unresolved Below(Node.Unresolved cause, string access, Node? partial) =>
        new(cause)
        {
            Trace = cause.Trace,
            Pattern = cause.Pattern is { } pattern && IsHole(pattern) && pattern.Length < LongestPattern ? $"{pattern[..^1]}{access}}}" : null,
            Partial = partial,
        };

    /// <summary>The same without what was known of it.</summary>
    public static Node.Unresolved Opaque(Node.Unresolved cause) =>
        new(cause) { Pattern = cause.Pattern };

    /// <summary>Text as it stands in a pattern: its own braces are doubled, so that no text looks like a hole.</summary>
    public static string Escape(string text) => text.AsSpan().ContainsAny('{', '}')
        ? text.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal)
        : text;

    public static string? Short(string? pattern) => pattern is { Length: <= LongestPattern } ? pattern : null;

    /// <summary>Whether a pattern is one hole and nothing besides.</summary>
    private static bool IsHole(string pattern) =>
        pattern is ['{', not '{', ..] && pattern.IndexOf('}', StringComparison.Ordinal) == pattern.Length - 1;

    private static string? PatternOf(string function, ImmutableArray<Node> arguments)
    {
        var parts = new List<string>(arguments.Length);
        foreach (var argument in arguments)
        {
            var part = argument is Node.Unresolved unknown ? unknown.Pattern : JsonPrinter.Print(argument, LongestPattern);
            if (part is null)
            {
                return null;
            }

            parts.Add(part);
        }

        // Holes do not nest: the braces inside become brackets of another kind.
        var inside = string.Join(", ", parts).Replace('{', '‹').Replace('}', '›');
        return Short($"{{{function}({inside})}}");
    }
}
