using System.Xml;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.Host;

/// <summary>Turns the lines and columns of an <see cref="XmlReader"/>, which began at some offset of a text, into places of that text.</summary>
internal sealed class XmlPlaces(Source source, XmlReader xml, int start)
{
    private readonly LinePosition _start = source.Text.PositionOf(start);
    private readonly IXmlLineInfo? _lines = xml as IXmlLineInfo;

    /// <summary>
    /// The offset of the current node: after <c>&lt;</c> or <c>&lt;/</c> for elements, the name's for attributes, the first character's for text.
    /// </summary>
    public int Offset => _lines is null ? start : OffsetOf(_lines.LineNumber, _lines.LinePosition);

    public Location Between(int from, int to) => Location.InText(source, TextSpan.FromBounds(from, to));

    /// <summary>The value between the quotes of the current attribute.</summary>
    public Location AttributeValue()
    {
        var text = source.Text.Value;
        var open = text.AsSpan(Math.Min(Offset, text.Length)).IndexOfAny('"', '\'') is var found and >= 0 ? Offset + found : Offset;
        var close = open < text.Length ? text.IndexOf(text[open], Math.Min(open + 1, text.Length)) : -1;
        return close < 0 ? Between(open, open) : Between(open + 1, close);
    }

    /// <summary>The rest of the line where reading broke off.</summary>
    public Location At(XmlException error)
    {
        var text = source.Text.Value;
        var offset = error.LineNumber == 0 ? text.Length : OffsetOf(error.LineNumber, error.LinePosition);
        var end = text.AsSpan(offset).IndexOfAny('\r', '\n');
        return Between(offset, end < 0 ? text.Length : offset + end);
    }

    private int OffsetOf(int line, int column) => source.Text.OffsetOf(line == 1
        ? new(_start.Line, _start.Column + column - 1)
        : new(_start.Line + line - 1, column));
}
