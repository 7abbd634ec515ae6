using System.Collections.Frozen;
using System.Collections.Immutable;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Engine.Derivations.Access;

/// <summary>
/// One reading of a text in SDDL ([MS-DTYP] 2.5.1): owner, group and the two lists, in any order. Linear
/// in the text; what is wrong is a flaw at its character, and reading goes on behind it.
/// </summary>
public sealed class SddlParser
{
    private const int MostFound = 40;
    private static readonly FrozenSet<string> Types = FrozenSet.Create(
        StringComparer.Ordinal, "A", "D", "AU", "AL", "OA", "OD", "OU", "OL", "ML", "XA", "XD", "XU", "ZA", "RA", "SP", "TL", "FL");

    private static readonly FrozenDictionary<string, AceInheritance> FlagLetters = new (string Text, AceInheritance Meaning)[]
    {
        ("OI", AceInheritance.ObjectInherit),
        ("CI", AceInheritance.ContainerInherit),
        ("NP", AceInheritance.NoPropagate),
        ("IO", AceInheritance.InheritOnly),
        ("ID", AceInheritance.Inherited),
        ("CR", AceInheritance.Critical),
        ("SA", AceInheritance.AuditSuccess),
        ("FA", AceInheritance.AuditFailure),
        ("TP", AceInheritance.AuditSuccess),
    }.ToFrozenDictionary(known => known.Text, known => known.Meaning, StringComparer.Ordinal);

    private static readonly (string Text, AclControl Flag)[] ListFlags =
    [
        ("NO_ACCESS_CONTROL", AclControl.NoAccessControl),
        ("AR", AclControl.AutoInheritRequired),
        ("AI", AclControl.AutoInherited),
        ("P", AclControl.Protected),
    ];

    private readonly string _text;
    private readonly ImmutableArray<SddlFlaw>.Builder _flaws = ImmutableArray.CreateBuilder<SddlFlaw>();
    private int _at;

    private SddlParser(string text) => _text = text;

    public static SddlReading Parse(string text) => new SddlParser(text).Parse();

    private SddlReading Parse()
    {
        string? owner = null;
        string? group = null;
        AccessControlList? dacl = null;
        AccessControlList? sacl = null;
        for (SkipSpace(); _at < _text.Length; SkipSpace())
        {
            var part = _at;
            if (
                _at + 1 >= _text.Length
                || _text[_at + 1] != ':'
                || char.ToUpperInvariant(_text[_at]) is not ('O' or 'G' or 'D' or 'S')
                || IsAgain(owner, group, dacl, sacl))
            {
                Wrong(_at, _text.Length, "O:, G:, D: or S:, each once");
                break;
            }

            _at += 2;
            switch (char.ToUpperInvariant(_text[part]))
            {
                case 'O':
                    owner = ParsePrincipal();
                    break;
                case 'G':
                    group = ParsePrincipal();
                    break;
                case 'D':
                    dacl = ParseList();
                    break;
                default:
                    sacl = ParseList();
                    break;
            }
        }

        return new(new(owner, group, dacl, sacl), _flaws.DrainToImmutable());
    }

    private bool IsAgain(string? owner, string? group, AccessControlList? dacl, AccessControlList? sacl) => char.ToUpperInvariant(_text[_at]) switch
    {
        'O' => owner is not null,
        'G' => group is not null,
        'D' => dacl is not null,
        _ => sacl is not null,
    };

    /// <summary>An identifier up to the next part: an alias is two letters long, whatever follows.</summary>
    private string ParsePrincipal()
    {
        SkipSpace();
        var start = _at;
        if (_at + 1 < _text.Length && _text[_at] is 'S' or 's' && _text[_at + 1] == '-')
        {
            _at += 2;
            while (_at < _text.Length && (char.IsAsciiHexDigit(_text[_at]) || _text[_at] is '-' or 'x' or 'X') && !BeginsPart())
            {
                _at++;
            }
        }
        else
        {
            _at = Math.Min(_at + 2, _text.Length);
        }

        if (SecurityId.TryParse(_text.AsSpan(start, _at - start)) is { } sid)
        {
            return sid;
        }

        Wrong(start, _at, "a security identifier");
        return "";
    }

    /// <summary>"S-1-5-20D:…": the D is no digit of the identifier.</summary>
    private bool BeginsPart() => _at + 1 < _text.Length && _text[_at + 1] == ':';

    private AccessControlList ParseList()
    {
        var flags = AclControl.None;
        SkipSpace();
        while (_at < _text.Length && ListFlags.FirstOrDefault(known => StartsWith(known.Text)) is { Text: { } found } flag)
        {
            flags |= flag.Flag;
            _at += found.Length;
            SkipSpace();
        }

        var entries = ImmutableArray.CreateBuilder<AccessControlEntry>();
        for (SkipSpace(); _at < _text.Length && _text[_at] == '('; SkipSpace())
        {
            if (ParseEntry() is { } entry)
            {
                entries.Add(entry);
            }
        }

        return new(flags, entries.DrainToImmutable());
    }

    private bool StartsWith(string text) =>
        _text.AsSpan(_at).StartsWith(text, StringComparison.OrdinalIgnoreCase) && !(_at + 1 < _text.Length && _text[_at + 1] == ':');

    private AccessControlEntry? ParseEntry()
    {
        var start = _at;
        var end = EndOfEntry(start);
        if (end < 0)
        {
            Wrong(start, _text.Length, "an entry, which ends with ')'");
            _at = _text.Length;
            return null;
        }

        _at = end + 1;
        var fields = Fields(start + 1, end);
        if (fields.Count is < 6 or > 7)
        {
            Wrong(start, end + 1, "an entry of six or seven fields");
            return null;
        }

        var type = Of(fields[0]).ToUpperInvariant();
        var condition = fields.Count == 7 ? Of(fields[6]) : "";
        if (!Types.Contains(type))
        {
            return Wrong(fields[0], "a type of entry");
        }

        if (ParseFlags(Of(fields[1])) is not { } flags)
        {
            return Wrong(fields[1], "flags of an entry");
        }

        if (AccessRights.TryParse(Of(fields[2])) is not { } mask)
        {
            return Wrong(fields[2], "rights");
        }

        if (SecurityId.TryParse(Of(fields[5])) is not { } trustee)
        {
            return Wrong(fields[5], "a security identifier");
        }

        return new(type, flags, mask, trustee, new(start, end + 1 - start))
        {
            ObjectType = Of(fields[3]),
            InheritedObjectType = Of(fields[4]),
            Condition = condition,
        };
    }

    private static AceInheritance? ParseFlags(string text)
    {
        var flags = AceInheritance.None;
        for (var at = 0; at < text.Length; at += 2)
        {
            if (at + 2 > text.Length || !FlagLetters.TryGetValue(text.Substring(at, 2).ToUpperInvariant(), out var flag))
            {
                return null;
            }

            flags |= flag;
        }

        return flags;
    }

    /// <returns>The place of the ')' that closes the entry: conditions nest parentheses and quote texts; -1 when there is none.</returns>
    private int EndOfEntry(int start)
    {
        var depth = 0;
        var isQuoted = false;
        for (var at = start; at < _text.Length; at++)
        {
            switch (_text[at])
            {
                case '"':
                    isQuoted = !isQuoted;
                    break;
                case '(' when !isQuoted:
                    depth++;
                    break;
                case ')' when !isQuoted && --depth == 0:
                    return at;
                default:
                    break;
            }
        }

        return -1;
    }

    /// <summary>The fields between semicolons; those of a condition are its own.</summary>
    private List<TextSpan> Fields(int start, int end)
    {
        var fields = new List<TextSpan>();
        while (fields.Count < 6 && _text.IndexOf(';', start, end - start) is var semicolon and >= 0)
        {
            fields.Add(new(start, semicolon - start));
            start = semicolon + 1;
        }

        fields.Add(new(start, end - start));
        return fields;
    }

    private string Of(TextSpan field) => _text.AsSpan(field.Start, field.Length).Trim().ToString();

    private AccessControlEntry? Wrong(TextSpan field, string wanted)
    {
        Wrong(field.Start, field.Start + field.Length, wanted);
        return null;
    }

    private void Wrong(int start, int end, string wanted)
    {
        var found = _text[start..end];
        _flaws.Add(new(start, found.Length > MostFound ? found[..MostFound] + "…" : found, wanted));
    }

    private void SkipSpace()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
        {
            _at++;
        }
    }
}
