using System.Collections.Immutable;
using System.Text;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.GroupPolicy;

/// <summary>A field of an INF line; the span of a quoted field is the text between its quotes.</summary>
internal readonly record struct InfField(string Value, TextSpan Span);

/// <summary>
/// A line of a section: "key = field, field" or, where <see cref="Key"/> is <see langword="null"/>, "field, field".
/// <see cref="Rest"/> is everything after '=', or the whole line.
/// </summary>
internal sealed record InfLine(InfField? Key, ImmutableArray<InfField> Fields, TextSpan Rest, TextSpan Span);

/// <summary>A section with the place of its header; the lines before the first header stand in a section without a name.</summary>
internal sealed record InfSection(string Name, TextSpan Header, ImmutableArray<InfLine> Lines);

/// <summary>
/// The setup information format as security templates use it ([MS-GPSB] 2.2): fields are parted by
/// commas outside quotes, quotes may stand inside a field (<c>one","two</c> is one text),
/// a doubled quote is a quote, '\' before the end of the line or before a comment continues it, ';' outside quotes starts a comment, and
/// "%token%" stands for what [Strings] says of it. Windows reads
/// templates by its Setup API, which does all this and refuses a file in which the name of a section does not end.
/// https://learn.microsoft.com/windows-hardware/drivers/install/general-syntax-rules-for-inf-files
/// </summary>
internal sealed class InfDocument
{
    private readonly string _text;
    private TextSpan? _unclosed;
    private int _at;

    private InfDocument(string text) => _text = text;

    public static ImmutableArray<InfSection> Parse(string text) => Parse(text, out _);

    /// <param name="unclosed">The first line that begins a name of a section and does not end it, for which Windows refuses the file; <see
    /// langword="null"/> when there is none.</param>
    public static ImmutableArray<InfSection> Parse(string text, out TextSpan? unclosed)
    {
        var document = new InfDocument(text);
        var sections = document.ReadSections();
        unclosed = document._unclosed;
        return InfStrings.Substitute(sections);
    }

    private ImmutableArray<InfSection> ReadSections()
    {
        var sections = ImmutableArray.CreateBuilder<InfSection>();
        var lines = ImmutableArray.CreateBuilder<InfLine>();
        var name = "";
        var header = default(TextSpan);
        while (SkipToContent())
        {
            if (_text[_at] == '[' && ReadHeader() is { } found)
            {
                sections.Add(new(name, header, lines.DrainToImmutable()));
                (name, header) = found;
            }
            else
            {
                lines.Add(ReadLine());
            }
        }

        sections.Add(new(name, header, lines.DrainToImmutable()));
        return sections.DrainToImmutable();
    }

    /// <returns><see langword="false"/> at the end of the text.</returns>
    private bool SkipToContent()
    {
        while (_at < _text.Length)
        {
            if (_text[_at] == ';')
            {
                SkipLine();
            }
            else if (char.IsWhiteSpace(_text[_at]) || _text[_at] == '\0')
            {
                _at++;
            }
            else
            {
                return true;
            }
        }

        return false;
    }

    private void SkipLine()
    {
        while (_at < _text.Length && !IsLineEnd(_text[_at]))
        {
            _at++;
        }
    }

    /// <returns><see langword="null"/> when the line has no ']'.</returns>
    private (string Name, TextSpan Span)? ReadHeader()
    {
        var start = _at;
        SkipLine();
        var close = _text.IndexOf(']', start, _at - start);
        if (close < 0)
        {
            _unclosed ??= TextSpan.FromBounds(start, _at);
            _at = start;
            return null;
        }

        return (_text[(start + 1)..close].Trim(), TextSpan.FromBounds(start, close + 1));
    }

    private InfLine ReadLine()
    {
        var start = _at;
        var fields = ImmutableArray.CreateBuilder<InfField>();
        InfField? key = null;
        var rest = start;
        while (true)
        {
            var (field, end) = ReadField(mayBeKey: key is null && fields.Count == 0);
            if (end == '=')
            {
                key = field;
                SkipBlanks();
                rest = _at;
                continue;
            }

            fields.Add(field);
            if (end != ',')
            {
                break;
            }
        }

        // "key =" has no field; "key=7," has an empty second one.
        if (key is not null && fields is [{ Value: "", Span.Length: 0 }])
        {
            fields.Clear();
        }

        var last = fields.Count > 0 ? fields[^1].Span.End : rest;
        var closing = last < _text.Length && _text[last] == '"' && fields.Count > 0 ? last + 1 : last;
        return new(key, fields.DrainToImmutable(), TextSpan.FromBounds(rest, closing), TextSpan.FromBounds(start, closing));
    }

    /// <summary>Reads up to a comma, an '=' that parts a key, or the end of the line, which is told as '\n'.</summary>
    private (InfField Field, char End) ReadField(bool mayBeKey)
    {
        SkipBlanks();
        var start = _at;
        var text = new StringBuilder();
        var end = start;       // after the last character that is no blank
        var kept = 0;          // the length of the text up to there
        var quotedRuns = 0;
        var startsQuoted = _at < _text.Length && _text[_at] == '"';
        var quoteEnd = -1;
        while (_at < _text.Length)
        {
            var c = _text[_at];
            if (c == '"')
            {
                quotedRuns++;
                ReadQuoted(text);
                end = quoteEnd = _at;
                kept = text.Length;
            }
            else if (c == ',' || (c == '=' && mayBeKey))
            {
                _at++;
                return (Field(), c);
            }
            else if (IsLineEnd(c) || c == ';')
            {
                SkipLine();
                return (Field(), '\n');
            }
            else if (c == '\\' && ContinuesAfter(_at + 1) is { } next)
            {
                _at = next;
                text.Append(' ');
            }
            else
            {
                text.Append(c);
                _at++;
                if (!IsBlank(c))
                {
                    end = _at;
                    kept = text.Length;
                }
            }
        }

        return (Field(), '\n');

        InfField Field()
        {
            // One quoted text and nothing else: the place is the text without its quotes.
            if (startsQuoted && quotedRuns == 1 && quoteEnd == end)
            {
                var closed = end - 1 > start && _text[end - 1] == '"';
                return new(text.ToString(0, kept), TextSpan.FromBounds(start + 1, closed ? end - 1 : end));
            }

            return new(text.ToString(0, kept), TextSpan.FromBounds(start, end));
        }
    }

    /// <summary>Reads from a quote to its partner, or to the end of the line where the partner is missing.</summary>
    private void ReadQuoted(StringBuilder text)
    {
        _at++;
        while (_at < _text.Length && !IsLineEnd(_text[_at]))
        {
            if (_text[_at] == '"')
            {
                if (_at + 1 < _text.Length && _text[_at + 1] == '"')
                {
                    _at++;
                }
                else
                {
                    _at++;
                    return;
                }
            }

            text.Append(_text[_at]);
            _at++;
        }
    }

    /// <returns>The beginning of the next line, when nothing but blanks and a comment stands between <paramref name="index"/> and the end
    /// of this one.</returns>
    private int? ContinuesAfter(int index)
    {
        while (index < _text.Length && IsBlank(_text[index]))
        {
            index++;
        }

        if (index < _text.Length && _text[index] == ';')
        {
            index = _text.AsSpan(index).IndexOfAny('\r', '\n') is var end and >= 0 ? index + end : _text.Length;
        }

        if (index >= _text.Length || !IsLineEnd(_text[index]))
        {
            return null;
        }

        return _text[index] == '\r' && index + 1 < _text.Length && _text[index + 1] == '\n' ? index + 2 : index + 1;
    }

    private void SkipBlanks()
    {
        while (_at < _text.Length && (IsBlank(_text[_at]) || _text[_at] == '\\'))
        {
            if (_text[_at] != '\\')
            {
                _at++;
            }
            else if (ContinuesAfter(_at + 1) is { } next)
            {
                _at = next;
            }
            else
            {
                return;
            }
        }
    }

    private static bool IsBlank(char c) => c is ' ' or '\t' or '\u00a0';

    private static bool IsLineEnd(char c) => c is '\r' or '\n';
}
