using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Readers.Json;

/// <summary>One reading of one text; see <see cref="LocatedJson"/>.</summary>
/// <param name="begin">Where the JSON begins in the text.</param>
internal sealed class JsonParser(string text, JsonPlaces places, int begin = 0)
{
    /// <summary>Deeper than any template that Azure would take, shallow enough for the stack of any thread.</summary>
    private const int MostDepth = 256;

    /// <summary>Keeps the nodes of the largest text below a gigabyte.</summary>
    private const int MostValues = 4_000_000;

    private const int MostDiagnostics = 100;

    /// <summary>Longer strings are rarely repeated.</summary>
    private const int LongestShared = 64;

    private static readonly SearchValues<char> AfterDouble = SearchValues.Create("\"\\");
    private static readonly SearchValues<char> AfterSingle = SearchValues.Create("'\\");
    private static readonly SearchValues<char> Structure = SearchValues.Create("{}[]\"'/");

    private readonly ImmutableArray<Diagnostic>.Builder _diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
    private readonly HashSet<string> _strings = new(StringComparer.Ordinal);
    private int _position = begin;
    private int _depth;
    private int _openObjects;
    private int _openArrays;
    private int _values;
    private bool _stringsEndWithTheirLine;

    public LocatedJson Parse()
    {
        SkipTrivia();
        if (_position >= text.Length)
        {
            Report(JsonDiagnostics.NoValue, 0, 0);
            return new(null, _diagnostics.DrainToImmutable());
        }

        var root = ParseValue();
        SkipTrivia();
        if (_position < text.Length)
        {
            Report(JsonDiagnostics.Unexpected, _position, EndOfWord(_position), Word(_position), "the end of the text");
        }

        return new(root, _diagnostics.DrainToImmutable());
    }

    private Node ParseValue()
    {
        if (++_values > MostValues)
        {
            if (_values == MostValues + 1)
            {
                Report(JsonDiagnostics.TooMany, _position, _position, MostValues.ToString("N0", CultureInfo.InvariantCulture));
            }

            var here = _position;
            _position = text.Length;
            return Unreadable(here, here, "");
        }

        return text[_position] switch
        {
            '{' or '[' when _depth >= MostDepth => SkipDeep(),
            '{' => ParseObject(),
            '[' => ParseArray(),
            '"' or '\'' => ParseText(),
            _ => ParseLiteral(),
        };
    }

    private Node.Object ParseObject()
    {
        var start = _position++;
        var properties = ImmutableArray.CreateBuilder<Property>();
        _depth++;
        _openObjects++;
        var wantsComma = false;
        while (true)
        {
            SkipTrivia();
            if (_position >= text.Length)
            {
                ReportUnclosed(start);
                break;
            }

            var c = text[_position];
            if (c == '}')
            {
                _position++;
                break;
            }

            if (c == ',' && wantsComma)
            {
                _position++;
                wantsComma = false;
            }
            else if (c is '"' or '\'' || IsWordCharacter(c))
            {
                ReportMissingComma(wantsComma);
                properties.Add(ParseProperty());
                wantsComma = true;
            }
            else if (c == ']' && _openArrays > 0)
            {
                // The bracket closes an array further out: this object lacks its own.
                ReportUnclosed(start);
                break;
            }
            else
            {
                SkipUnexpected("a property name or '}'");
            }
        }

        _openObjects--;
        _depth--;
        return new(places.Between(start, _position), properties.DrainToImmutable());
    }

    private Property ParseProperty()
    {
        var start = _position;
        var name = text[start] is '"' or '\'' ? ReadString() : ReadWord();
        var nameLocation = places.Between(start, _position);
        SkipTrivia();
        if (_position < text.Length && text[_position] == ':')
        {
            _position++;
            SkipTrivia();
        }
        else
        {
            ReportMissing("':'");
        }

        if (_position < text.Length && text[_position] is not ('}' or ']' or ',' or ':'))
        {
            return new(name, nameLocation, ParseValue());
        }

        ReportMissing("A value");
        return new(name, nameLocation, Unreadable(_position, _position, name));
    }

    private Node.Array ParseArray()
    {
        var start = _position++;
        var elements = ImmutableArray.CreateBuilder<Node>();
        _depth++;
        _openArrays++;
        var wantsComma = false;
        while (true)
        {
            SkipTrivia();
            if (_position >= text.Length)
            {
                ReportUnclosed(start);
                break;
            }

            var c = text[_position];
            if (c == ']')
            {
                _position++;
                break;
            }

            if (c == ',' && wantsComma)
            {
                _position++;
                wantsComma = false;
            }
            else if (c == '}' && _openObjects > 0)
            {
                ReportUnclosed(start);
                break;
            }
            else if (c is ',' or ':' or '}')
            {
                SkipUnexpected("a value or ']'");
            }
            else
            {
                ReportMissingComma(wantsComma);
                elements.Add(ParseValue());
                wantsComma = true;
            }
        }

        _openArrays--;
        _depth--;
        return new(places.Between(start, _position), elements.DrainToImmutable());
    }

    private Node.Text ParseText()
    {
        var start = _position;
        var value = ReadString();
        return new(places.Between(start, _position), value);
    }

    private Node ParseLiteral()
    {
        var start = _position;
        var end = EndOfWord(start);
        var word = text.AsSpan(start, end - start);
        _position = end;
        switch (word)
        {
            case "true":
                return new Node.Boolean(places.Between(start, end), true);
            case "false":
                return new Node.Boolean(places.Between(start, end), false);
            case "null":
                return new Node.Null(places.Between(start, end));
            case ['0', 'x' or 'X', .. var digits] when long.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number):
                return new Node.Number(places.Between(start, end), number.ToString(CultureInfo.InvariantCulture));
            case var _ when IsNumber(word):
                return new Node.Number(places.Between(start, end), Shared(word));
            default:
                Report(JsonDiagnostics.BadLiteral, start, end, Shown(word));
                return Unreadable(start, end, Shown(word));
        }
    }

    /// <summary>Reads a string from its opening quote on; without a closing one, it ends with its line.</summary>
    private string ReadString()
    {
        var start = _position;
        var end = FindStringEnd(start);
        if (end >= 0)
        {
            _position = end + 1;
        }
        else
        {
            var line = text.AsSpan(start).IndexOfAny('\r', '\n');
            end = line < 0 ? text.Length : start + line;
            _position = end;

            // Every later quote was seen by this search, so that another one over several lines could only repeat it.
            _stringsEndWithTheirLine = true;
            Report(JsonDiagnostics.UnclosedString, start, end, Shown(text.AsSpan(start + 1, end - start - 1)));
        }

        var inside = text.AsSpan(start + 1, end - start - 1);
        return inside.Contains('\\') ? Decode(start + 1, end) : Shared(inside);
    }

    /// <returns>The offset of the closing quote; negative when there is none.</returns>
    private int FindStringEnd(int start)
    {
        var stop = text[start] == '"' ? AfterDouble : AfterSingle;
        var limit = text.Length;
        if (_stringsEndWithTheirLine && text.AsSpan(start).IndexOfAny('\r', '\n') is var line and >= 0)
        {
            limit = start + line;
        }

        for (var index = start + 1; index < limit;)
        {
            var found = text.AsSpan(index, limit - index).IndexOfAny(stop);
            if (found < 0)
            {
                return -1;
            }

            index += found;
            if (text[index] != '\\')
            {
                return index;
            }

            index += 2;
        }

        return -1;
    }

    private string Decode(int start, int end)
    {
        var decoded = new StringBuilder(end - start);
        for (var index = start; index < end;)
        {
            var length = JsonEscape.Read(text, index, end, out var character);
            if (length == 0)
            {
                Report(JsonDiagnostics.BadEscape, index, Math.Min(index + 2, end), Shown(text.AsSpan(index, Math.Min(2, end - index))));
                character = text[index];
                length = 1;
            }

            decoded.Append(character);
            index += length;
        }

        return decoded.ToString();
    }

    private string ReadWord()
    {
        var start = _position;
        _position = EndOfWord(start);
        return Shared(text.AsSpan(start, _position - start));
    }

    /// <summary>Passes over a value that is nested too deep, without nesting itself.</summary>
    private Node.Unresolved SkipDeep()
    {
        var start = _position;
        var open = 0;
        while (_position < text.Length)
        {
            var found = text.AsSpan(_position).IndexOfAny(Structure);
            if (found < 0)
            {
                _position = text.Length;
                break;
            }

            _position += found;
            switch (text[_position])
            {
                case '{' or '[':
                    open++;
                    _position++;
                    break;
                case '}' or ']':
                    open--;
                    _position++;
                    break;
                case '"' or '\'':
                    _ = ReadString();
                    break;
                default:
                    SkipComment();
                    break;
            }

            if (open == 0)
            {
                break;
            }
        }

        Report(JsonDiagnostics.TooDeep, start, start + 1, MostDepth.ToString(CultureInfo.InvariantCulture));
        return Unreadable(start, _position, "");
    }

    private void SkipTrivia()
    {
        while (_position < text.Length)
        {
            var c = text[_position];
            if (c is ' ' or '\n' or '\r' or '\t' || (c > 127 && (char.IsWhiteSpace(c) || c == '\uFEFF')))
            {
                _position++;
            }
            else if (c == '/' && _position + 1 < text.Length && text[_position + 1] is '/' or '*')
            {
                SkipComment();
            }
            else
            {
                return;
            }
        }
    }

    /// <summary>Passes over a comment, or over a single '/' that begins none.</summary>
    private void SkipComment()
    {
        var start = _position;
        var rest = text.AsSpan(start);
        if (rest.StartsWith("//", StringComparison.Ordinal))
        {
            var line = rest.IndexOfAny('\r', '\n');
            _position = line < 0 ? text.Length : start + line;
        }
        else if (rest.StartsWith("/*", StringComparison.Ordinal))
        {
            var close = rest[2..].IndexOf("*/", StringComparison.Ordinal);
            _position = close < 0 ? text.Length : start + close + 4;
            if (close < 0)
            {
                Report(JsonDiagnostics.Unclosed, start, start + 2, "/*", "*/");
            }
        }
        else
        {
            _position++;
        }
    }

    private void SkipUnexpected(string wanted)
    {
        var end = EndOfWord(_position);
        Report(JsonDiagnostics.Unexpected, _position, end, Word(_position), wanted);
        _position = end;
    }

    private void ReportMissingComma(bool wantsComma)
    {
        if (wantsComma)
        {
            ReportMissing("','");
        }
    }

    /// <summary>At the end of the text the unclosed brackets say enough.</summary>
    private void ReportMissing(string what)
    {
        if (_position < text.Length)
        {
            Report(JsonDiagnostics.Missing, _position, _position, Word(_position), what);
        }
    }

    private void ReportUnclosed(int start) =>
        Report(JsonDiagnostics.Unclosed, start, start + 1, text[start].ToString(), text[start] == '{' ? "}" : "]");

    private void Report(DiagnosticDescriptor descriptor, int start, int end, params string[] arguments)
    {
        if (_diagnostics.Count < MostDiagnostics)
        {
            _diagnostics.Add(new(descriptor, places.Between(start, end), arguments));
        }
        else if (_diagnostics.Count == MostDiagnostics)
        {
            _diagnostics.Add(new(JsonDiagnostics.MoreErrors, places.Between(start, end), MostDiagnostics.ToString(CultureInfo.InvariantCulture)));
        }
    }

    private Node.Unresolved Unreadable(int start, int end, string expression) => new(places.Between(start, end), UnknownReason.Unreadable, expression);

    /// <summary>The end of the run of word characters at <paramref name="start"/>; one character further when it is none.</summary>
    private int EndOfWord(int start)
    {
        var end = start;
        while (end < text.Length && IsWordCharacter(text[end]))
        {
            end++;
        }

        return end == start ? start + 1 : end;
    }

    private string Word(int start) => Shown(text.AsSpan(start, EndOfWord(start) - start));

    private static bool IsWordCharacter(char c) => char.IsLetterOrDigit(c) || c is '_' or '$' or '-' or '+' or '.';

    private static bool IsNumber(ReadOnlySpan<char> word)
    {
        var index = word is ['-', ..] ? 1 : 0;
        var whole = CountDigits(word, index);
        if (whole == 0 || (whole > 1 && word[index] == '0'))
        {
            return false;
        }

        index += whole;
        if (index < word.Length && word[index] == '.')
        {
            var fraction = CountDigits(word, ++index);
            if (fraction == 0)
            {
                return false;
            }

            index += fraction;
        }

        if (index < word.Length && word[index] is 'e' or 'E')
        {
            index++;
            index += index < word.Length && word[index] is '+' or '-' ? 1 : 0;
            var exponent = CountDigits(word, index);
            if (exponent == 0)
            {
                return false;
            }

            index += exponent;
        }

        return index == word.Length;
    }

    private static int CountDigits(ReadOnlySpan<char> word, int start)
    {
        var end = start;
        while (end < word.Length && char.IsAsciiDigit(word[end]))
        {
            end++;
        }

        return end - start;
    }

    /// <summary>One string for equal short texts: names and values repeat in every resource.</summary>
    private string Shared(ReadOnlySpan<char> span)
    {
        if (span.Length > LongestShared)
        {
            return span.ToString();
        }

        var known = _strings.GetAlternateLookup<ReadOnlySpan<char>>();
        if (known.TryGetValue(span, out var shared))
        {
            return shared;
        }

        known.Add(span);
        return known.TryGetValue(span, out shared) ? shared : span.ToString();
    }

    private static string Shown(ReadOnlySpan<char> span) => span.Length > 64 ? $"{span[..64]}…" : span.ToString();
}
