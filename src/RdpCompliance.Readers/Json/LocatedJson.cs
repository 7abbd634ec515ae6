using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.Json;

/// <summary>
/// JSON as <see cref="Node"/>s that know their characters. Places: a string is its literal
/// with both quotes, a number, boolean or null its literal, an object or array
/// everything from its opening to its closing bracket; the place of a property's name is the name with its quotes. Values are decoded.
/// <para>
/// Taken besides RFC 8259, silently, because Azure takes it (Newtonsoft's reader stands behind ARM; line breaks in strings and comments are documented):
/// <c>//</c> and <c>/* */</c> comments, a trailing comma, strings over several lines, strings in single quotes, names without quotes, hexadecimal integers.
/// </para>
/// <para>
/// Never throws: everything else is a <see cref="Diagnostic"/> (RDP0200–RDP0209) at its place and reading goes on; a value that cannot be read is
/// <see cref="Node.Unresolved"/> with <see cref="UnknownReason.Unreadable"/>. Linear in time; nesting and the number of values are limited.
/// </para>
/// </summary>
/// <param name="Root"><see langword="null"/> when the text holds no value at all, which is a diagnostic too.</param>
public sealed record LocatedJson(Node? Root, ImmutableArray<Diagnostic> Diagnostics)
{
    public static LocatedJson Parse(Source source) => new JsonParser(source.Text.Value, JsonPlaces.In(source)).Parse();

    /// <summary>As <see cref="Parse"/>, of what a command wrote: lines before the data are passed over, which is said.</summary>
    public static LocatedJson ParseOutput(Source source)
    {
        var text = source.Text.Value;
        var start = OutputStart(text);
        var json = new JsonParser(text, JsonPlaces.In(source), start).Parse();
        return Prelude.Of(source, start) is { } passedOver ? json with { Diagnostics = [passedOver, .. json.Diagnostics] } : json;
    }

    /// <summary>
    /// Where the data of an output begins: the first line that opens an object or a list. "[33;1m" is what a terminal left of a colour.
    /// </summary>
    public static int OutputStart(string text)
    {
        var at = 0;
        for (var lines = 0; lines <= Prelude.MostLines && at < text.Length; lines++)
        {
            var first = at + (text.AsSpan(at).IndexOfAnyExcept(Prelude.BlankCharacters) is var blanks and >= 0 ? blanks : text.Length - at);
            if (first < text.Length && (text[first] == '{' || (text[first] == '[' && !IsColour(text.AsSpan(first + 1)))))
            {
                return first;
            }

            at = text.AsSpan(first).IndexOfAny('\r', '\n') is var end and >= 0 ? first + end : text.Length;
        }

        return 0;
    }

    private static bool IsColour(ReadOnlySpan<char> rest) =>
        rest.TrimStart("0123456789;") is ['m', ..] and var end && end.Length < rest.Length;

    /// <summary>Reads JSON that stands inside something else, such as a string: every node has the place <paramref name="at"/>.</summary>
    public static LocatedJson ParseText(string text, Location at) => new JsonParser(text, JsonPlaces.At(at)).Parse();
}
