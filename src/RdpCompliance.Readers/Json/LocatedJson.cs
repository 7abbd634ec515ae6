using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.Json;

/// <summary>
/// JSON as <see cref="Node"/>s that know their characters. Places: a string is its literal with both quotes, a number, boolean or null its literal, an object or array
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

    /// <summary>Reads JSON that stands inside something else, such as a string: every node has the place <paramref name="at"/>.</summary>
    public static LocatedJson ParseText(string text, Location at) => new JsonParser(text, JsonPlaces.At(at)).Parse();
}
