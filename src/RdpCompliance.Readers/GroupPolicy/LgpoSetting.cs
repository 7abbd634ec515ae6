using System.Globalization;
using System.Text;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Registry;

namespace RdpCompliance.Readers.GroupPolicy;

/// <summary>The three lines of an LGPO setting after its configuration line.</summary>
internal readonly record struct LgpoSetting(TextSpan Key, TextSpan Name, TextSpan Action, int End)
{
    /// <param name="configurationEnd">The end of the line "Computer" or "User".</param>
    /// <returns><see langword="null"/> when the text ends before the action, or the key line is blank.</returns>
    public static LgpoSetting? At(string text, int configurationEnd)
    {
        Span<TextSpan> lines = stackalloc TextSpan[3];
        var end = configurationEnd;
        foreach (ref var line in lines)
        {
            var start = TextLines.After(text, end);
            if (start == text.Length)
            {
                return null;
            }

            end = TextLines.EndOf(text, start);
            line = TextSpan.FromBounds(start, end);
        }

        return text.AsSpan(lines[0].Start, lines[0].Length).IsWhiteSpace() ? null : new(lines[0], lines[1], lines[2], end);
    }

    /// <summary>Whether the action is a word in capitals, alone or before ':'.</summary>
    public bool LooksLikeOne(string text)
    {
        var action = text.AsSpan(Action.Start, Action.Length);
        var end = action.IndexOfAnyExceptInRange('A', 'Z');
        return end < 0 ? action.Length > 0 : end > 0 && action[end] == ':';
    }

    /// <summary>Whether a line is the last one of a setting.</summary>
    public static bool IsAction(ReadOnlySpan<char> line) =>
        line.TrimEnd() is "DELETE" or "DELETEALLVALUES" or "CREATEKEY" or "DELETEKEYS" or "CLEAR"
        || (line.IndexOf(':') is var colon and > 0 && line[..colon] is "SZ" or "EXSZ" or "MULTISZ" or "DWORD" or "QWORD" or "BINARY");

    /// <returns>Whether the action is known. Data that its type does not take is reported as <paramref name="badData"/>.</returns>
    public bool StateIn(RegistryKey root, string text, RegistryStatements statements, DiagnosticDescriptor badData)
    {
        var key = root.Below(text.Substring(Key.Start, Key.Length));
        var name = text.Substring(Name.Start, Name.Length);
        var action = text.AsSpan(Action.Start, Action.Length);
        var place = Location.InText(statements.Source, Action);
        switch (action)
        {
            case "DELETE":
                statements.DeleteValue(key, ValueNamed(name), place);
                return true;
            case "DELETEALLVALUES":
                statements.DeleteValues(key, place);
                return true;
            case "CREATEKEY":
                statements.Key(key, Location.InText(statements.Source, Key));
                return true;
            case "DELETEKEYS":
                foreach (var subkey in name.Split(';', StringSplitOptions.RemoveEmptyEntries))
                {
                    statements.DeleteKey(key.Below(subkey), Location.InText(statements.Source, Name));
                }

                return true;
            case "CLEAR":
                // The policy is set back to "not configured": it states nothing.
                return true;
            default:
                return Set(key, ValueNamed(name), text, statements, badData);
        }
    }

    private bool Set(RegistryKey key, string name, string text, RegistryStatements statements, DiagnosticDescriptor badData)
    {
        var action = text.AsSpan(Action.Start, Action.Length);
        var colon = action.IndexOf(':');
        if (colon < 0)
        {
            return false;
        }

        var place = Location.InText(statements.Source, TextSpan.FromBounds(Action.Start + colon + 1, Action.End));
        var written = action[(colon + 1)..];
        RegistryData? data;
        switch (action[..colon])
        {
            case "SZ":
                data = RegistryData.Text(RegistryType.String, Unescape(written));
                break;
            case "EXSZ":
                data = RegistryData.Text(RegistryType.ExpandString, Unescape(written));
                break;
            case "MULTISZ":
                data = Texts(Unescape(written));
                break;
            case "DWORD":
                data = NumberIn(written, 32) is { } dword ? RegistryData.Dword((uint)dword) : null;
                break;
            case "QWORD":
                data = NumberIn(written, 64) is { } qword ? RegistryData.Qword(qword) : null;
                break;
            case "BINARY":
                data = BytesIn(written) is { } bytes ? new(RegistryType.Binary, bytes) : null;
                break;
            default:
                return false;
        }

        if (data is null)
        {
            statements.SetUnreadably(key, name, badData, place, written);
        }
        else
        {
            statements.Set(key, name, data, place);
        }

        return true;
    }

    /// <summary>The tool's own word for the unnamed value, the same in every language.</summary>
    private static string ValueNamed(string name) => name == "(Default)" ? "" : name;

    /// <summary>\\ is a backslash and \0 a terminator; any other backslash stands for itself.</summary>
    private static string Unescape(ReadOnlySpan<char> written)
    {
        if (!written.Contains('\\'))
        {
            return written.ToString();
        }

        var text = new StringBuilder(written.Length);
        for (var index = 0; index < written.Length; index++)
        {
            var escaped = written[index] == '\\' && index + 1 < written.Length ? written[index + 1] : ' ';
            text.Append(escaped == '0' ? '\0' : written[index]);
            index += escaped is '0' or '\\' ? 1 : 0;
        }

        return text.ToString();
    }

    /// <summary>Terminators at the end are those of the list, however many are written: an empty list is written as one.</summary>
    private static RegistryData Texts(string joined) =>
        joined.TrimEnd('\0') is { Length: > 0 } texts ? RegistryData.Texts(texts.Split('\0')) : RegistryData.Texts([]);

    /// <summary>
    /// Decimal, or hexadecimal with 0x; a negative number stands for the unsigned one of the same bits.
    /// LGPO.exe drops the upper bits of a number that is too large, which nobody means.
    /// </summary>
    private static ulong? NumberIn(ReadOnlySpan<char> written, int bits)
    {
        var text = written.Trim();
        var most = ulong.MaxValue >> (64 - bits);
        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            return ulong.TryParse(text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bitsOf) && bitsOf <= most ? bitsOf : null;
        }

        if (text is ['-', ..])
        {
            return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var negative) && negative >= -1L << (bits - 1)
                ? (ulong)negative & most
                : null;
        }

        return ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most ? number : null;
    }

    private static byte[]? BytesIn(ReadOnlySpan<char> written)
    {
        var text = written.Trim();
        if (text.IsEmpty)
        {
            return [];
        }

        var bytes = new byte[text.Count(',') + 1];
        var count = 0;
        foreach (var part in text.Split(','))
        {
            if (
                text[part] is not { Length: 1 or 2 } digits
                || !byte.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out bytes[count++]))
            {
                return null;
            }
        }

        return bytes;
    }
}
