using System.Collections.Immutable;
using System.Globalization;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.Host;

/// <summary>
/// The text of <c>sc query</c>, <c>sc queryex</c> and <c>sc qc</c>. The labels are localised, so a line
/// counts by its place in the block and its number by its shape: a block is one or two lines at
/// the margin ("label: service", "label: display name") and indented lines "label : value" in an order that never changes.
/// </summary>
public sealed class ServiceControlReader : IEvidenceReader
{
    private const string Space = "service";
    private const int LookedAt = 8192;

    /// <summary>Every Windows has these two and they always run.</summary>
    private static readonly string[] AlwaysThere = ["RpcSs", "EventLog"];
    private static readonly DiagnosticDescriptor NoNumber =
        new("RDP0169", DiagnosticEffect.Damage, "'{0}' is the {1} of service '{2}'; a number was expected.");
    private static readonly DiagnosticDescriptor CutOff =
        new("RDP0171", DiagnosticEffect.Damage, "The block of service '{0}' ends after {1} lines; at least three were expected.");

    public string Format => "sc";

    public ReaderScope Scope => ReaderScope.Machine;

    public Claim? Claim(Source source, SourceHead head, SourceTree tree)
    {
        if (head.Bytes.IndexOf((byte)':') < 0)
        {
            return null;
        }

        var text = SourceText.Decode(head.Bytes[..Math.Min(head.Bytes.Length, LookedAt)]);
        var blocks = ServiceBlock.Find(text).Take(2).ToList();
        return blocks.Exists(block => block.Lines.Length >= 3
            && Hexadecimal(text.Value, block.Lines[0]) is { } type && type.Span.Length < block.Lines[0].Value.Length
            && Decimal(text.Value, block.Lines[1]) is { Number: <= 7 } state && state.Span.Length < block.Lines[1].Value.Length)
            ? new(source, Certainty.ByShape)
            : null;
    }

    public SourceEvidence Read(Claim claim, ReadContext context)
    {
        var source = claim.Primary;
        var items = ImmutableArray.CreateBuilder<Item>();
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (var block in ServiceBlock.Find(source.Text))
        {
            context.Cancellation.ThrowIfCancellationRequested();
            var name = source.Text.Cut(block.Name);
            if (block.Lines.Length < 3)
            {
                diagnostics.Add(new(CutOff, Location.InText(source, block.Name), name, block.Lines.Length.ToString(CultureInfo.InvariantCulture)));
                continue;
            }

            var fields = new FieldList(source, name, diagnostics);
            if (block.DisplayName is { } display)
            {
                fields.AddText("display-name", display);
            }

            fields.AddNumber("type", block.Lines[0], Hexadecimal(source.Text.Value, block.Lines[0]));
            if (IsStatus(source.Text.Value, block.Lines[2]))
            {
                AddStatus(fields, block.Lines);
            }
            else
            {
                AddConfiguration(fields, block.Lines);
            }

            items.Add(new(Space, name, fields.Drain(), Location.InText(source, block.Name)));
        }

        var isWhole = diagnostics.Count == 0 && IsWhole(items);
        return new(source, Format, new Origin.Host(null, source.Folder))
        {
            Items = items.DrainToImmutable(),
            Coverage = isWhole ? [new Coverage.Space(Space)] : [],
            Diagnostics = diagnostics.DrainToImmutable(),
        };
    }

    /// <summary>
    /// The command is not in the text. The list is taken as that of all services when it holds those that
    /// every Windows has and one that is stopped as well: without <c>state= all</c> the command
    /// lists running services only, and then an absent one may merely be stopped.
    /// </summary>
    private static bool IsWhole(ImmutableArray<Item>.Builder items) =>
        AlwaysThere.All(name => items.Any(item => item.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
        && items.Any(item => item.Find("status")?.Value is SettingValue.Number(1));

    /// <summary>The third line of a status is an exit code "1077  (0x435)"; of a configuration, the error control "1   NORMAL".</summary>
    private static bool IsStatus(string text, ServiceLine line) =>
        text.AsSpan(line.Value.Start, line.Value.Length) is var value
        && value.IndexOf('(') is var open and > 0
        && value[open..].StartsWith("(0x", StringComparison.Ordinal);

    private static void AddStatus(FieldList fields, ImmutableArray<ServiceLine> lines)
    {
        string?[] names = ["status", "win32-exit-code", "service-exit-code", null, null, "pid"];
        foreach (var (name, line) in names.Zip(lines.Skip(1)))
        {
            if (name is not null)
            {
                fields.AddNumber(name, line, Decimal(fields.Source.Text.Value, line));
            }
        }
    }

    private static void AddConfiguration(FieldList fields, ImmutableArray<ServiceLine> lines)
    {
        var text = fields.Source.Text.Value;
        fields.AddNumber("start", lines[1], Decimal(text, lines[1]));
        if (Decimal(text, lines[1]) is (2, _))
        {
            // The only word in parentheses that this line can end with says that an automatic start is delayed.
            fields.Add("delayed", new SettingValue.Flag(text.AsSpan(lines[1].Value.Start, lines[1].Value.Length).Contains('(')), lines[1].Value);
        }

        fields.AddNumber("error-control", lines[2], Decimal(text, lines[2]));
        string?[] names = ["binary-path", null, null, "display-name", "dependencies", "account"];
        foreach (var (name, line) in names.Zip(lines.Skip(3)))
        {
            switch (name)
            {
                case "dependencies" when line.Value.Length > 0:
                    fields.Add(
                        name,
                        new SettingValue.List([.. line.Values.Select(fields.Source.Text.Cut)]),
                        TextSpan.FromBounds(line.Value.Start, line.Values[^1].End));
                    break;
                case not (null or "dependencies") when line.Value.Length > 0:
                    fields.AddText(name, line.Value);
                    break;
            }
        }
    }

    private static (long Number, TextSpan Span)? Decimal(string text, ServiceLine line) => Leading(text, line, NumberStyles.None);

    private static (long Number, TextSpan Span)? Hexadecimal(string text, ServiceLine line) => Leading(text, line, NumberStyles.AllowHexSpecifier);

    private static (long Number, TextSpan Span)? Leading(string text, ServiceLine line, NumberStyles styles)
    {
        var value = text.AsSpan(line.Value.Start, line.Value.Length);
        var end = value.IndexOfAny(' ', '\t');
        var digits = end < 0 ? value : value[..end];
        return uint.TryParse(digits, styles, CultureInfo.InvariantCulture, out var number) ? (number, new(line.Value.Start, digits.Length)) : null;
    }

    private sealed class FieldList(Source source, string service, ImmutableArray<Diagnostic>.Builder diagnostics)
    {
        private readonly ImmutableArray<ItemField>.Builder _fields = ImmutableArray.CreateBuilder<ItemField>();

        public Source Source { get; } = source;

        public void Add(string name, SettingValue value, TextSpan span) => _fields.Add(new(name, value, Location.InText(Source, span)));

        public void AddText(string name, TextSpan span) => Add(name, new SettingValue.Text(Source.Text.Cut(span)), span);

        public void AddNumber(string name, ServiceLine line, (long Number, TextSpan Span)? parsed)
        {
            if (parsed is ({ } number, { } span))
            {
                Add(name, new SettingValue.Number(number), span);
                return;
            }

            var found = Source.Text.Cut(line.Value);
            diagnostics.Add(new(NoNumber, Location.InText(Source, line.Value), found, name, service));
            Add(name, new SettingValue.Unresolved(UnknownReason.WrongType, found), line.Value);
        }

        public ImmutableArray<ItemField> Drain() => _fields.DrainToImmutable();
    }
}
