using System.Collections.Immutable;
using System.Text;
using System.Xml;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.Xml;

/// <summary>
/// A document as a tree of elements with exact places. Document type definitions are refused (no entities, no files, no network), depth is limited,
/// and a document that breaks off gives what was read before the break.
/// </summary>
public sealed class LocatedXml
{
    /// <summary>Deeper than any known format; a hostile document is cut there.</summary>
    public const int DeepestLevel = 200;

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        CheckCharacters = false,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    private readonly SourceText _text;
    private readonly Func<string, bool> _isWanted;
    private readonly Stack<Open> _open = new();
    private XmlElement? _root;

    private LocatedXml(SourceText text, Func<string, bool> isWanted)
    {
        _text = text;
        _isWanted = isWanted;
    }

    /// <param name="breaks">Reported where the document breaks off; {0} says why.</param>
    /// <param name="isWanted">Whether an element of that local name is kept; long parts that nobody reads need no memory.</param>
    /// <returns><see langword="null"/> when the document breaks off before its first element.</returns>
    public static XmlElement? Parse(
        Source source,
        DiagnosticDescriptor breaks,
        ImmutableArray<Diagnostic>.Builder diagnostics,
        Func<string, bool>? isWanted = null)
    {
        var document = new LocatedXml(source.Text, isWanted ?? (_ => true));
        if (document.Read() is var (offset, reason))
        {
            diagnostics.Add(new(breaks, Location.InText(source, new(offset, 0)), reason));
        }

        return document._root;
    }

    /// <summary>The first element without its children, told from the beginning of a source; <see langword="null"/> when it is no XML.</summary>
    public static XmlElement? RootOf(SourceHead head)
    {
        const int Enough = 8192;
        if (!head.Text.AsSpan().TrimStart().StartsWith("<"))
        {
            return null;
        }

        return RootOf(SourceText.Decode(head.Bytes[..Math.Min(head.Bytes.Length, Enough)]))
            ?? (head.Bytes.Length > Enough ? RootOf(SourceText.Decode(head.Bytes)) : null);
    }

    private static XmlElement? RootOf(SourceText text)
    {
        var document = new LocatedXml(text, _ => true);
        using var characters = new StringReader(text.Value);
        using var reader = XmlReader.Create(characters, Settings);
        try
        {
            return reader.MoveToContent() == XmlNodeType.Element ? document.Start(reader).Close(text.Value.Length) : null;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    /// <returns>Where and why the document breaks off; <see langword="null"/> when it is whole.</returns>
    private (int Offset, string Reason)? Read()
    {
        using var characters = new StringReader(_text.Value);
        using var reader = XmlReader.Create(characters, Settings);
        (int Offset, string Reason)? broken = null;
        try
        {
            broken = ReadNodes(reader);
        }
        catch (XmlException exception)
        {
            broken = (_text.OffsetOf(new(Math.Max(1, exception.LineNumber), Math.Max(1, exception.LinePosition))), exception.Message.TrimEnd('.'));
        }

        while (_open.Count > 0)
        {
            Close(broken?.Offset ?? _text.Value.Length);
        }

        return broken;
    }

    private (int Offset, string Reason)? ReadNodes(XmlReader reader)
    {
        var more = reader.Read();
        while (more)
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element when reader.Depth >= DeepestLevel:
                    return (OffsetOf(reader), $"more than {DeepestLevel} elements are nested");
                case XmlNodeType.Element when !_isWanted(reader.LocalName):
                    reader.Skip();
                    more = !reader.EOF;
                    continue;
                case XmlNodeType.Element:
                    var isEmpty = reader.IsEmptyElement;
                    _open.Push(Start(reader));
                    if (isEmpty)
                    {
                        Close(_open.Peek().ContentStart);
                    }

                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace when _open.Count > 0:
                    _open.Peek().Add(reader.Value, SpanOfText(OffsetOf(reader), reader.NodeType == XmlNodeType.CDATA ? "]]>" : "<"));
                    break;
                case XmlNodeType.EndElement:
                    Close(After('>', OffsetOf(reader)));
                    break;
            }

            more = reader.Read();
        }

        return null;
    }

    private Open Start(XmlReader reader)
    {
        var name = OffsetOf(reader);
        var open = new Open(reader.LocalName, reader.NamespaceURI, name - 1);
        var tagEnd = name;
        while (reader.MoveToNextAttribute())
        {
            // The place of the name leads to '=' and the quote behind it.
            var equals = _text.Value.IndexOf('=', OffsetOf(reader));
            var quote = _text.Value.AsSpan(equals + 1).IndexOfAny('"', '\'') + equals + 1;
            var span = SpanOfText(quote + 1, _text.Value[quote] == '"' ? "\"" : "'");
            tagEnd = span.End + 1;
            if (reader.Prefix != "xmlns" && reader.Name != "xmlns")
            {
                open.Add(new XmlAttributeText(reader.LocalName, new(reader.Value, span)));
            }
        }

        reader.MoveToElement();
        open.ContentStart = After('>', tagEnd);
        return open;
    }

    private void Close(int end)
    {
        var element = _open.Pop().Close(end);
        if (_open.Count > 0)
        {
            _open.Peek().Add(element);
        }
        else
        {
            _root ??= element;
        }
    }

    private TextSpan SpanOfText(int start, string end)
    {
        var found = _text.Value.IndexOf(end, start, StringComparison.Ordinal);
        return TextSpan.FromBounds(start, found < 0 ? _text.Value.Length : found);
    }

    private int After(char mark, int start)
    {
        var found = start < _text.Value.Length ? _text.Value.IndexOf(mark, start) : -1;
        return found < 0 ? _text.Value.Length : found + 1;
    }

    private int OffsetOf(XmlReader reader) =>
        reader is IXmlLineInfo place && place.HasLineInfo() ? _text.OffsetOf(new(place.LineNumber, place.LinePosition)) : 0;

    /// <summary>
    /// An element whose end tag is still to come. Most elements have no attributes and either children or one text, so nothing is made before it is needed.
    /// </summary>
    private sealed class Open(string name, string @namespace, int start)
    {
        private List<XmlAttributeText>? _attributes;
        private List<XmlElement>? _children;
        private string _text = "";
        private StringBuilder? _more;
        private TextSpan? _textSpan;

        public int ContentStart { get; set; }

        public void Add(XmlAttributeText attribute) => (_attributes ??= []).Add(attribute);

        public void Add(XmlElement child) => (_children ??= []).Add(child);

        public void Add(string text, TextSpan span)
        {
            if (_textSpan is { } before)
            {
                (_more ??= new(_text)).Append(text);
                _textSpan = TextSpan.FromBounds(before.Start, span.End);
            }
            else
            {
                (_text, _textSpan) = (text, span);
            }
        }

        /// <summary>Blanks between children are no text.</summary>
        public XmlElement Close(int end)
        {
            var text = _more?.ToString() ?? _text;
            var own =
                _textSpan is { } span && (_children is null || !string.IsNullOrWhiteSpace(text))
                    ? new XmlText(text, span)
                    : new XmlText("", new(ContentStart, 0));
            return new(name, @namespace, [.. _attributes ?? []], [.. _children ?? []], own, TextSpan.FromBounds(start, end));
        }
    }
}
