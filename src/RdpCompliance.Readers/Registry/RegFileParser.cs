using System.Globalization;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.Registry;

/// <summary>What the header of a .reg file says of the bytes of text values.</summary>
internal enum RegFileVersion
{
    /// <summary>"Windows Registry Editor Version 5.00": hex(2) and hex(7) are UTF-16LE.</summary>
    Unicode,

    /// <summary>"REGEDIT4": hex(1), hex(2) and hex(7) are text of the machine's ANSI code page.</summary>
    Ansi,
}

/// <summary>
/// Walks once through the statements of a .reg file. What the importer of Windows takes is taken, and what it skips is
/// said: it ignores a value that is wrong in any part, and values below a key that is wrong or deleted.
/// </summary>
internal sealed class RegFileParser(Source source, RegFileVersion version, RegistryStatements statements, PrintedKeys printed, ReadContext context)
{
    /// <summary>The registry nests no deeper (https://learn.microsoft.com/windows/win32/sysinfo/registry-element-size-limits).</summary>
    private const int MostKeyParts = 512;

    private static readonly DiagnosticDescriptor BadKey = new(
        "RDP0107", DiagnosticEffect.Damage, "'{0}' is no key in brackets that begins with a root such as HKEY_LOCAL_MACHINE; it is skipped with its values.");

    private static readonly DiagnosticDescriptor BadValue = new(
        "RDP0108",
        DiagnosticEffect.Damage,
        "'{0}' is no data of a value, which is text in quotes, dword: with up to eight hexadecimal digits, hex: or hex(type): with bytes between commas, or -."
    );

    private static readonly DiagnosticDescriptor StrayLine = new(
        "RDP0109", DiagnosticEffect.Damage, "'{0}' is no key, value or comment; the line is skipped.");

    private static readonly DiagnosticDescriptor NoKey = new(
        "RDP0110", DiagnosticEffect.Damage, "'{0}' stands below no key that exists; it and the values after it are skipped.");

    private readonly string _text = source.Text.Value;
    private readonly RegFileBytes _bytes = new(version);
    private readonly MountedHives _mounts = MountedHives.In(source.Text.Value);
    private readonly DemandedKeys _demanded = new(context.Demand);

    /// <summary>
    /// The key of the values that are read: <see langword="null"/> before the first key, and below one that is deleted, wrong, or not wanted.
    /// </summary>
    private RegistryKey? _key;

    /// <summary>Whether values below no key need no word: it was said, or nothing is wrong with them.</summary>
    private bool _skipsSilently;
    private int _at;

    public void ReadFrom(int offset)
    {
        _at = offset;
        statements.Report(_mounts.Diagnostics(source));
        while (_text.AsSpan(_at).IndexOfAnyExcept(" \t\r\n") is var blanks and >= 0)
        {
            _at += blanks;
            switch (_text[_at])
            {
                case '[':
                    context.Cancellation.ThrowIfCancellationRequested();
                    ReadKey();
                    break;
                case '"' or '@':
                    ReadValue();
                    break;
                case ';' or '#':
                    _at = LineEnd(_at);
                    break;
                default:
                    ReportLine(StrayLine);
                    break;
            }
        }
    }

    private void ReadKey()
    {
        var line = TextSpan.FromBounds(_at, LineEnd(_at));
        var close = _text.AsSpan(line.Start, line.Length).LastIndexOf(']');
        var name = TextSpan.FromBounds(line.Start + 1, line.Start + Math.Max(close, 1));
        var isDeletion = close > 1 && _text[name.Start] == '-';
        if (isDeletion)
        {
            name = TextSpan.FromBounds(name.Start + 1, name.End);
        }

        _key = null;
        _skipsSilently = false;
        if (close < 0 || KeyNamed(_text.AsSpan(name.Start, name.Length)) is not { } written)
        {
            _skipsSilently = true;
            if (close > 0 && MountedHives.IsRootless(_text.AsSpan(name.Start, name.Length)))
            {
                printed.MarkIncomplete();
                _at = line.End;
                return;
            }

            ReportLine(BadKey);
            return;
        }

        if (_mounts.Real(written) is not { } key)
        {
            _skipsSilently = true;
            _at = line.End;
            return;
        }

        _at = line.End;
        var place = Location.InText(source, name);
        if (isDeletion)
        {
            printed.MarkIncomplete();
            statements.DeleteKey(key, place);
            return;
        }

        printed.Add(key);
        _skipsSilently = true;
        if (_demanded.Includes(key))
        {
            _key = key;
            statements.Key(key, place);
        }
    }

    private RegistryKey? KeyNamed(ReadOnlySpan<char> name)
    {
        if (MountedHives.IsRootless(name))
        {
            return name.Count('\\') < MostKeyParts ? _mounts.Rooted(name.ToString()) : null;
        }

        var slash = name.IndexOf('\\');
        var root = slash < 0 ? name : name[..slash];

        // Other tools write "Computer\", "HKLM:" and blanks; the importer takes none of them.
        return root is ['H' or 'h', 'K' or 'k', .., not ':'] && name.Count('\\') < MostKeyParts ? RegistryKey.TryParse(name.ToString()) : null;
    }

    private void ReadValue()
    {
        var nameEnd = NameEnd();
        var equals = SkipBlanks(nameEnd);
        if (equals == _text.Length || _text[equals] != '=' || NameUpTo(nameEnd) is not { } name)
        {
            ReportLine(StrayLine);
            return;
        }

        if (_key is null && !_skipsSilently)
        {
            _skipsSilently = true;
            statements.Report(NoKey, Location.InText(source, TextSpan.FromBounds(_at, nameEnd)), name);
        }

        ReadData(name, SkipBlanks(equals + 1));
    }

    /// <summary>The offset behind the name; the statement's own where its quotes do not close on the line, so that no '=' follows.</summary>
    private int NameEnd() => _text[_at] == '@' ? _at + 1 : RegFileText.ClosingQuote(_text, _at + 1, QuotedExtent.Line) is var close and >= 0 ? close + 1 : _at;

    private string? NameUpTo(int end) => _text[_at] == '@' ? "" : RegFileText.Unescape(_text.AsSpan(_at + 1, end - _at - 2));

    private void ReadData(string name, int start)
    {
        printed.AddValue();
        var rest = _text.AsSpan(start);
        switch (rest)
        {
            case ['-', ..] when EndOfStatement(start + 1) is { } end:
                printed.MarkIncomplete();
                if (_key is { } key)
                {
                    statements.DeleteValue(key, name, Location.InText(source, new(start, 1)));
                }

                _at = end;
                break;
            case ['"', ..]:
                ReadString(name, RegistryType.String, start, start + 1);
                break;
            case ['s', 't', 'r', ..] when RegFileBytes.TypeAt(_text, start + "str".Length, out var text) is { } type && text < _text.Length
                && _text[text] == '"':
                // Wine writes texts of every type so.
                ReadString(name, type == RegistryType.Binary ? RegistryType.String : type, start, text + 1);
                break;
            case ['d', 'w', 'o', 'r', 'd', ':', ..]:
                ReadDword(name, start + "dword:".Length);
                break;
            case ['h', 'e', 'x', ..] when RegFileBytes.TypeAt(_text, start + "hex".Length, out var bytes) is { } type:
                ReadBytes(name, type, start, bytes);
                break;
            default:
                SkipBadValue(name, start);
                break;
        }
    }

    private void ReadString(string name, RegistryType type, int statement, int start)
    {
        var close = RegFileText.ClosingQuote(_text, start, QuotedExtent.Lines);
        if (close < 0 || EndOfStatement(close + 1) is not { } end)
        {
            SkipBadValue(name, statement);
            return;
        }

        _at = end;
        if (_key is { } key)
        {
            var content = TextSpan.FromBounds(start, close);
            if (RegFileText.Encode(_text.AsSpan(start, content.Length)) is { } bytes)
            {
                statements.Set(key, name, new(type, type == RegistryType.MultiString ? [.. bytes, 0, 0] : bytes),
                    Location.InText(source, content));
            }
            else
            {
                SkipBadValue(name, statement, end);
            }
        }
    }

    private void ReadDword(string name, int start)
    {
        var length = 0;
        while (length < 8 && start + length < _text.Length && char.IsAsciiHexDigit(_text[start + length]))
        {
            length++;
        }

        if (length == 0 || EndOfStatement(start + length) is not { } end)
        {
            SkipBadValue(name, start - "dword:".Length);
            return;
        }

        _at = end;
        if (_key is { } key)
        {
            var number = uint.Parse(_text.AsSpan(start, length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            statements.Set(key, name, RegistryData.Dword(number), Location.InText(source, new(start, length)));
        }
    }

    private void ReadBytes(string name, RegistryType type, int start, int bytes)
    {
        var (end, span) = _bytes.Read(_text, bytes);
        if (span is not { } place)
        {
            SkipBadValue(name, start, end);
            return;
        }

        _at = end;
        if (_key is { } key)
        {
            statements.Set(key, name, _bytes.ToData(type), Location.InText(source, place));
        }
    }

    /// <summary>The rest of its line is the place; reading goes on at <paramref name="resume"/> or behind the line.</summary>
    private void SkipBadValue(string name, int start, int? resume = null)
    {
        var end = LineEnd(start);
        if (_key is { } key)
        {
            var place = TextSpan.FromBounds(start, end);
            statements.SetUnreadably(key, name, BadValue, Location.InText(source, place), _text.AsSpan(place.Start, place.Length).TrimEnd());
        }

        _at = resume ?? end;
    }

    /// <summary>A line that is not understood may have held a value or a key, so nothing that the file does not print is known to be absent.</summary>
    private void ReportLine(DiagnosticDescriptor descriptor)
    {
        printed.MarkIncomplete();
        var line = TextSpan.FromBounds(_at, LineEnd(_at));
        statements.Report(descriptor, Location.InText(source, line), _text.AsSpan(line.Start, line.Length).TrimEnd());
        _at = line.End;
    }

    /// <returns>The end of the line when only blanks or a comment stand before it; <see langword="null"/> otherwise.</returns>
    private int? EndOfStatement(int at)
    {
        var end = SkipBlanks(at);
        return TextLines.IsAtEnd(_text, end) || _text[end] == ';' ? LineEnd(end) : null;
    }

    private int SkipBlanks(int at) => TextLines.SkipBlanks(_text, at);

    private int LineEnd(int at) => TextLines.EndOf(_text, at);
}
