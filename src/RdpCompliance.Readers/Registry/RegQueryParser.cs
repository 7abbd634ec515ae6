using System.Buffers;
using System.Globalization;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.Registry;

/// <summary>Walks once through the lines of a "reg query" output.</summary>
internal sealed class RegQueryParser(Source source, RegistryStatements statements, RegQueryListing listing, CancellationToken cancellation)
{
    private static readonly DiagnosticDescriptor BadData = new(
        "RDP0114",
        DiagnosticEffect.Damage,
        "'{0}' is no data of its type as reg query prints it: 0x and hexadecimal digits for numbers, pairs of hexadecimal digits for bytes.");

    private static readonly DiagnosticDescriptor StrayLine = new(
        "RDP0115", DiagnosticEffect.Damage, "'{0}' is neither a key nor a value below one; the line is skipped.");

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    private readonly string _text = source.Text.Value;
    private readonly MountedHives _mounts = MountedHives.In(source.Text.Value);
    private RegistryKey? _key;
    private bool _isFirstValue;

    /// <summary>Whether the values below belong to a mounted hive that is not read.</summary>
    private bool _skipsMounted;

    /// <summary>What the language of the machine calls the unnamed value: the name in parentheses that stands first below a key.</summary>
    private string? _unnamed;

    public void ReadFrom(int start)
    {
        statements.Report(_mounts.Diagnostics(source));
        for (var at = start; at < _text.Length; at = TextLines.After(_text, at))
        {
            var end = TextLines.EndOf(_text, at);
            if (_text.AsSpan(at, end - at).IsWhiteSpace())
            {
                listing.EndBlock();
            }
            else if (RegQueryLine.KeyAt(_text, at) is { } key)
            {
                cancellation.ThrowIfCancellationRequested();
                (_key, _isFirstValue) = (_mounts.Real(key), true);
                _skipsMounted = _key is null;
                if (_key is not { } real)
                {
                    listing.MarkIncomplete();
                    continue;
                }

                listing.AddKey(real);
                statements.Key(real, Location.InText(source, TextSpan.FromBounds(at, at + _text.AsSpan(at, end - at).TrimEnd().Length)));
            }
            else if (_key is { } holder && RegQueryLine.ValueAt(_text, at) is { } value)
            {
                at = ReadValue(holder, value);
            }
            else if (_key is not null || !_skipsMounted)
            {
                ReadOther(TextSpan.FromBounds(at, end));
            }
        }
    }

    /// <returns>An offset on the value's last line: text may hold line breaks.</returns>
    private int ReadValue(RegistryKey key, RegQueryLine line)
    {
        var span = line.Type.Number is 1 or 2 or 7 ? TextSpan.FromBounds(line.Data.Start, EndOfText(line.Data.End)) : line.Data;
        var name = NameIn(line);
        var written = _text.AsSpan(span.Start, span.Length);
        if (line.Type.Number is not (1 or 2 or 6 or 7))
        {
            // Terminals pad lines with blanks; in text they would be data.
            written = written.TrimEnd();
            span = new(span.Start, written.Length);
        }

        var place = Location.InText(source, span);
        if (name.Length == 0 && line.Type == RegistryType.String && written.Trim() is ['(', .., ')'])
        {
            // "(value not set)", in the language of the machine: /ve prints it for an unnamed value that is not there.
            statements.DeleteValue(key, name, place);
            _isFirstValue = false;
            return span.End;
        }

        if (DataIn(line.Type, written) is { } data)
        {
            statements.Set(key, name, data, place);
        }
        else
        {
            statements.SetUnreadably(key, name, BadData, place, written);
        }

        _isFirstValue = false;
        listing.AddValue();
        return span.End;
    }

    private string NameIn(RegQueryLine line)
    {
        var name = _text.Substring(line.Name.Start, line.Name.Length);
        if (name is not ['(', .., ')'])
        {
            return name;
        }

        _unnamed ??= _isFirstValue ? name : null;
        return name.Equals(_unnamed, StringComparison.Ordinal) ? "" : name;
    }

    /// <summary>
    /// Lines that follow a text at once and are neither value nor key are the rest of it; the last value of a key is followed by a blank line.
    /// </summary>
    private int EndOfText(int end)
    {
        for (var next = TextLines.After(_text, end); next < _text.Length; next = TextLines.After(_text, end))
        {
            var nextEnd = TextLines.EndOf(_text, next);
            if (
                _text.AsSpan(next, nextEnd - next).IsWhiteSpace()
                || RegQueryLine.KeyAt(_text, next) is not null
                || RegQueryLine.ValueAt(_text, next) is not null)
            {
                break;
            }

            end = nextEnd;
        }

        return end;
    }

    /// <summary>A search ends with a line of its own that counts what it found, in the language of the machine: only the last line may be one.</summary>
    private void ReadOther(TextSpan line)
    {
        listing.MarkIncomplete();
        if (!_text.AsSpan(line.End).IsWhiteSpace())
        {
            statements.Report(StrayLine, Location.InText(source, line), _text.AsSpan(line.Start, line.Length).TrimEnd());
        }
    }

    private static RegistryData? DataIn(RegistryType type, ReadOnlySpan<char> written) => type.Number switch
    {
        1 or 2 or 6 => RegistryData.Text(type, written.ToString()),
        4 => NumberIn(written) is { } number and <= uint.MaxValue ? RegistryData.Dword((uint)number) : null,
        7 => RegistryData.Texts(written.IsEmpty ? [] : written.ToString().Split("\\0")),
        11 => NumberIn(written) is { } number ? RegistryData.Qword(number) : null,
        _ => BytesIn(written) is { } bytes ? new(type, bytes) : null,
    };

    private static ulong? NumberIn(ReadOnlySpan<char> written) =>
        written is ['0', 'x', .. var digits] && ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private static byte[]? BytesIn(ReadOnlySpan<char> written) =>
        written.Length % 2 == 0 && written.IndexOfAnyExcept(HexDigits) < 0 ? Convert.FromHexString(written) : null;
}
