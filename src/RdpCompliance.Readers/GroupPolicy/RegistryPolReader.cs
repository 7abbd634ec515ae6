using System.Globalization;
using System.Text;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Registry;

namespace RdpCompliance.Readers.GroupPolicy;

/// <summary>
/// Registry.pol: the registry values of one half of a GPO ([MS-GPREG] 2.2.1), with the value
/// names that are instructions (3.2.5.1.2). The path says which half it is;
/// where it does not, the machine half is taken.
/// </summary>
public sealed class RegistryPolReader : IEvidenceReader
{
    private const int HeaderLength = 8;

    private static readonly DiagnosticDescriptor BadHeader = new(
        "RDP0100", DiagnosticEffect.Refusal, "'{0}' is not the header of a Registry.pol, which is 'PReg' and the number 1; nothing is read.");

    private static readonly DiagnosticDescriptor BadEntry = new(
        "RDP0101",
        DiagnosticEffect.Damage,
        "'{0}' at byte {2}, in the entry that begins at byte {1}, is not {3}; the entry is skipped and reading goes on at byte {4}.");

    private static readonly DiagnosticDescriptor Unread = new(
        "RDP0102",
        DiagnosticEffect.Refusal,
        "'{0}' at byte {2}, in the entry that begins at byte {1}, is not {3}; no entry follows it, so the last {4} bytes are not read.");

    private static readonly DiagnosticDescriptor NoKey = new(
        "RDP0103", DiagnosticEffect.Damage, "'{0}' is set in no key: the entry names none.");

    private static readonly DiagnosticDescriptor NoNames = new(
        "RDP0104", DiagnosticEffect.Damage, "'{0}' lists no names: it wants text with names between semicolons.");

    private static readonly DiagnosticDescriptor NoValue = new(
        "RDP0105", DiagnosticEffect.Note, "'{0}' is an instruction that sets no value; it is not judged.");

    public string Format => "registry-pol";

    private static ReadOnlySpan<byte> Header => [(byte)'P', (byte)'R', (byte)'e', (byte)'g', 1, 0, 0, 0];

    public Claim? Claim(Source source, SourceHead head, SourceTree tree) => head.Bytes switch
    {
        _ when head.Bytes.StartsWith(Header[..4]) => new(source, Certainty.BySignature),
        _ when source.FileName.EndsWith(".pol", StringComparison.OrdinalIgnoreCase) => new(source, Certainty.ByName),
        _ => null,
    };

    public SourceEvidence Read(Claim claim, ReadContext context)
    {
        var source = claim.Primary;
        var folder = GpoFolder.Of(source.Name);
        var root = folder.Half == RegistryHalf.User ? RegistryKey.CurrentUser : RegistryKey.LocalMachine;
        var statements = new RegistryStatements(source, context.Demand);
        if (!statements.RefusesSize(SpanUnit.Bytes))
        {
            ReadFile(source.ReadAllBytes(), root, statements, context.Cancellation);
        }

        return statements.ToEvidence(Format, folder.Origin);
    }

    private static void ReadFile(ReadOnlyMemory<byte> bytes, RegistryKey root, RegistryStatements statements, CancellationToken cancellation)
    {
        if (bytes.Span.StartsWith(Header))
        {
            ReadEntries(bytes, root, statements, cancellation);
        }
        else
        {
            var found = bytes.Span[..Math.Min(HeaderLength, bytes.Length)];
            statements.Report(BadHeader, Location.InBytes(statements.Source, 0, found.Length), Convert.ToHexStringLower(found));
        }
    }

    private static void ReadEntries(ReadOnlyMemory<byte> bytes, RegistryKey root, RegistryStatements statements, CancellationToken cancellation)
    {
        var span = bytes.Span;
        var scanner = new RegistryPolScanner(span);
        var (keyBytes, key) = (0..0, root);
        for (var at = HeaderLength; at < span.Length;)
        {
            cancellation.ThrowIfCancellationRequested();
            if (scanner.EntryAt(at, out var flaw) is not { } entry)
            {
                at = Resume(at, flaw, ref scanner, span.Length, statements);
                continue;
            }

            // Entries of one key stand together.
            if (!span[entry.Key].SequenceEqual(span[keyBytes]))
            {
                (keyBytes, key) = (entry.Key, root.Below(Encoding.Unicode.GetString(span[entry.Key])));
            }

            State(entry, span[entry.Key].IsEmpty ? null : key, Encoding.Unicode.GetString(span[entry.Value]), bytes, statements);
            at = entry.End;
        }
    }

    private static int Resume(int start, RegistryPolFlaw flaw, ref RegistryPolScanner scanner, int length, RegistryStatements statements)
    {
        var next = scanner.NextEntry(start);
        var location = Location.InBytes(statements.Source, Math.Min(flaw.At, length), Math.Min(2, length - Math.Min(flaw.At, length)));
        statements.Report(
            next < 0 ? Unread : BadEntry,
            location,
            flaw.Found,
            Invariant(start),
            Invariant(flaw.At),
            flaw.Wanted,
            Invariant(next < 0 ? length - start : next));
        return next < 0 ? length : next;
    }

    private static void State(RegistryPolEntry entry, RegistryKey? entryKey, string name, ReadOnlyMemory<byte> bytes, RegistryStatements statements)
    {
        var whole = Location.InBytes(statements.Source, entry.Start, entry.End - entry.Start);
        if (entryKey is not { } key)
        {
            statements.Report(NoKey, whole, name);
            return;
        }

        var place = Location.InBytes(statements.Source, entry.DataStart, entry.DataLength);
        var data = new RegistryData(new(entry.Type), bytes.Slice(entry.DataStart, entry.DataLength));
        switch (name)
        {
            case "" when entry.Type == RegistryType.None.Number:
                statements.Key(key, whole);
                break;
            case not ['*', '*', ..]:
                statements.Set(key, name, data, place);
                break;
            case var _ when After(name, "**del.") is { } deleted:
                statements.DeleteValue(key, deleted, whole);
                break;
            case var _ when After(name, "**soft.") is { } soft:
                statements.SetSoftly(key, soft, data, place);
                break;
            case var _ when After(name, "**delvals") is not null:
                statements.DeleteValues(key, whole);
                break;
            case var _ when After(name, "**DeleteValues") is not null:
                ForEachName(name, data, whole, statements, deleted => statements.DeleteValue(key, deleted, whole));
                break;
            case var _ when After(name, "**DeleteKeys") is not null:
                ForEachName(name, data, whole, statements, deleted => statements.DeleteKey(key.Below(deleted), whole));
                break;
            default:
                // **SecureKey changes permissions; codes that Windows does not know it skips.
                statements.Report(NoValue, place, name);
                break;
        }
    }

    /// <summary>The rest of an instruction after its code, which Windows compares ignoring case; <see langword="null"/> when it is another.</summary>
    private static string? After(string name, string code) => name.StartsWith(code, StringComparison.OrdinalIgnoreCase) ? name[code.Length..] : null;

    private static void ForEachName(string instruction, RegistryData data, Location location, RegistryStatements statements, Action<string> use)
    {
        var names = data.AsText()?.Split(';', StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (!Array.Exists(names, name => !string.IsNullOrWhiteSpace(name)))
        {
            statements.Report(NoNames, location, instruction);
        }

        foreach (var name in names.Select(name => name.TrimStart(' ')).Where(name => name.Length > 0))
        {
            use(name);
        }
    }

    private static string Invariant(int number) => number.ToString(CultureInfo.InvariantCulture);
}
