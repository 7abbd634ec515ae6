using System.Collections.Immutable;
using System.Globalization;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.RdpFiles;

/// <summary>
/// Remote Desktop connection files: lines <c>name:type:value</c> with type s (text), i (number) or b
/// (bytes in hexadecimal). A line beginning with ';' is a comment of ours (suppressions);
/// the client takes no notice of it.
/// </summary>
public sealed class RdpFileReader : IEvidenceReader
{
    /// <summary>So many bytes tell a connection file from another text: its lines are short.</summary>
    private const int LookedAt = 4096;
    private const int FewestUnnamed = 3;
    private const string Space = "rdp";
    private static readonly DiagnosticDescriptor NoSetting =
        new("RDP0165", DiagnosticEffect.Note, "'{0}' is no setting; 'name:type:value' with type s, i or b was expected.");
    private static readonly DiagnosticDescriptor NoNumber =
        new("RDP0166", DiagnosticEffect.Damage, "'{0}' is the value of '{1}', which is of type i; a decimal number was expected.");
    private static readonly DiagnosticDescriptor NoBytes =
        new("RDP0167", DiagnosticEffect.Damage, "'{0}' is the value of '{1}', which is of type b; pairs of hexadecimal digits were expected.");
    private static readonly DiagnosticDescriptor Repeated =
        new("RDP0168", DiagnosticEffect.Note, "'{0}' is set a second time{1}; one line for each setting was expected.");

    public string Format => "rdp-file";

    public Claim? Claim(Source source, SourceHead head, SourceTree tree)
    {
        var isNamed = source.Name.EndsWith(".rdp", StringComparison.OrdinalIgnoreCase);
        var (settings, others) = CountLines(SourceText.Decode(head.Bytes[..Math.Min(head.Bytes.Length, LookedAt)]));
        return settings > others && (isNamed || settings >= FewestUnnamed)
            ? new(source, Certainty.ByShape)
            : isNamed ? new(source, Certainty.ByName) : null;
    }

    public SourceEvidence Read(Claim claim, ReadContext context)
    {
        var source = claim.Primary;
        var text = source.Text;
        var items = ImmutableArray.CreateBuilder<Item>();
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        var isInsideUnknown = false;
        for (var number = 1; number <= text.LineCount; number++)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            var line = text.LineSpan(number);
            if (IsSilent(text.Value, line))
            {
                continue;
            }

            if (RdpFileLine.TryParse(text.Value, line) is not { } setting)
            {
                // A run of such lines is one mistake (a page saved under this name), said where it begins.
                if (!isInsideUnknown)
                {
                    diagnostics.Add(Unknown(source, line));
                }

                isInsideUnknown = true;
                continue;
            }

            isInsideUnknown = false;
            var item = ToItem(source, setting, diagnostics);
            if (seen.TryGetValue(setting.Name, out var first))
            {
                var differs = Differ(items[first], item);
                diagnostics.Add(new(Repeated, Location.InText(source, setting.NameSpan), setting.Name, differs
                    ? " and differently, so that nobody knows which counts" : ""));
                items[first] = differs ? Doubtful(items[first], item) : items[first];
            }
            else
            {
                seen.Add(setting.Name, items.Count);
                items.Add(item);
            }
        }

        return new(source, Format, new Origin.ClientConnection())
        {
            Items = items.DrainToImmutable(),
            Coverage = [new Coverage.Space(Space)],
            Diagnostics = diagnostics.DrainToImmutable(),
        };
    }

    private static (int Settings, int Others) CountLines(SourceText text)
    {
        var (settings, others) = (0, 0);
        for (var number = 1; number <= text.LineCount; number++)
        {
            var line = text.LineSpan(number);
            if (IsSilent(text.Value, line))
            {
                continue;
            }

            if (RdpFileLine.TryParse(text.Value, line) is null)
            {
                others++;
            }
            else
            {
                settings++;
            }
        }

        return (settings, others);
    }

    private static bool IsSilent(string text, TextSpan line) => text.AsSpan(line.Start, line.Length).Trim() is [] or [';', ..];

    /// <summary>A mistyped line may still hold a password: then neither its text is said nor its place shown.</summary>
    private static Diagnostic Unknown(Source source, TextSpan line) => source.Text.Cut(line) is var found && RdpFileLine.NamesSecret(found)
        ? new(NoSetting, Location.InText(source, line with { Length = 0 }), "…")
        : new(NoSetting, Location.InText(source, line), found);

    private static Item ToItem(Source source, RdpFileLine setting, ImmutableArray<Diagnostic>.Builder diagnostics)
    {
        var place = Location.InText(source, setting.IsSecret ? setting.NameSpan : setting.ValueSpan);
        return new(
            Space,
            setting.Name,
            [
                new("type", new SettingValue.Text(setting.Type.ToString()), Location.InText(source, setting.TypeSpan)),
                new("value", ToValue(setting, place, diagnostics), place),
            ],
            place);
    }

    private static bool Differ(Item first, Item second) =>
        !first.Fields.Zip(second.Fields).All(pair => pair.First.Value.IsSameAs(pair.Second.Value));

    /// <summary>FreeRDP takes the last line; what mstsc takes is documented nowhere. A secret stays one.</summary>
    private static Item Doubtful(Item first, Item second) => first with
    {
        Fields = [.. first.Fields.Zip(second.Fields)
            .Select(pair => pair.First.Value.IsSameAs(pair.Second.Value) || pair.First.Value is SettingValue.Unresolved
            ? pair.First
            : pair.First with { Value = new SettingValue.Unresolved(UnknownReason.Contradictory,
                $"which of {pair.First.Value} and {pair.Second.Value} counts") })],
    };

    private static SettingValue ToValue(RdpFileLine setting, Location place, ImmutableArray<Diagnostic>.Builder diagnostics)
    {
        switch (setting.Type)
        {
            case var _ when setting.IsSecret:
                return new SettingValue.Unresolved(UnknownReason.Unreadable, "secret");
            case 'i' when long.TryParse(setting.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number):
                return new SettingValue.Number(number);
            case 'i':
                diagnostics.Add(new(NoNumber, place, setting.Value, setting.Name));
                return new SettingValue.Unresolved(UnknownReason.WrongType, setting.Value);
            case 'b' when setting.Value.Length % 2 != 0 || !setting.Value.All(char.IsAsciiHexDigit):
                diagnostics.Add(new(NoBytes, place, setting.Value, setting.Name));
                return new SettingValue.Unresolved(UnknownReason.WrongType, setting.Value);
            default:
                return new SettingValue.Text(setting.Value);
        }
    }
}
