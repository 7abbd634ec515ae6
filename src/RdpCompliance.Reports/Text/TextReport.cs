using System.Globalization;
using System.Text;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Reports.Diagnoses;
using RdpCompliance.Reports.Pages;

namespace RdpCompliance.Reports.Text;

/// <summary>The report for people: findings by file with the text they speak of, then what could not be read, then the numbers.</summary>
public sealed class TextReport : IReport
{
    /// <summary>Columns of an excerpt where no terminal limits them.</summary>
    private const int FileWidth = 120;
    private const int NarrowestExcerpt = 20;

    public string Format => "text";

    public void Write(ScanResult result, ReportContext context, Stream output)
    {
        using var writer = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
        Ink ink = context.Terminal.Colour == TerminalColour.None ? new PlainInk(writer) : new TerminalInk(writer);
        var page = new Page(ink, context, new([.. result.Findings, .. result.Repaired ?? []]));
        if (result.Diagnosis is { } diagnosis)
        {
            new DiagnosisText(ink, context).Write(diagnosis);
            page.WriteInputs(result);
            return;
        }

        foreach (var (title, findings) in RollOutSections.Of(result))
        {
            page.WriteTitle(title);
            foreach (var file in findings.GroupBy(finding => finding.Primary.Location.Source.Name, StringComparer.Ordinal))
            {
                page.WriteFile(file.Key, FindingBlock.Of(file));
            }
        }

        page.WriteInputs(result);
        page.WriteSummary(Tally.Of(result, context), result);
    }

    private sealed class Page(Ink ink, ReportContext context, ResourceNames names)
    {
        private const int MostPlaces = 3;
        private const int MostRules = 12;
        private readonly WrappedInk _wrapped = new(ink, context.Terminal.Width);

        public void WriteTitle(string? title)
        {
            if (title is not null)
            {
                ink.Line($"{title}:", Tone.Heading);
                ink.Line();
            }
        }

        public void WriteFile(string name, IEnumerable<FindingBlock> blocks)
        {
            ink.Line(VisibleText.WholeLine(name), Tone.Heading);
            ink.Line();
            foreach (var block in blocks)
            {
                WriteBlock(block);
                ink.Line();
            }
        }

        public void WriteInputs(ScanResult result)
        {
            var damage = result
                .Diagnostics.Where(diagnostic => context.Detail == ReportDetail.Verbose || Tally.IsSaid(diagnostic))
                .ToLookup(diagnostic => diagnostic.Location.Source.Name, StringComparer.Ordinal);
            var damaged = result
                .Inputs.Where(input => input.Outcome == InputOutcome.Damaged)
                .Select(input => (input.Name, input.Reason))
                .Concat(damage.Select(group => (Name: group.Key, Reason: (string?)null)))
                .DistinctBy(input => input.Name, StringComparer.Ordinal)
                .ToList();
            if (damaged.Count > 0)
            {
                var areLosses = damage.SelectMany(group => group).All(diagnostic => diagnostic.IsLoss);
                ink.Line(areLosses ? "Not or only partly readable" : "About the inputs", Tone.Heading);
                ink.Line();
                foreach (var (name, reason) in damaged)
                {
                    WriteDamaged(name, reason, damage[name]);
                }
            }

            WriteNamed("Of no known format, though named", result.Inputs.Where(input => input is { Outcome: InputOutcome.Foreign, IsArgument: true }));
            if (context.Detail == ReportDetail.Verbose)
            {
                WriteNamed(
                    "Not ours",
                    result.Inputs.Where(input => input is { Outcome: InputOutcome.Foreign, IsArgument: false })
                        .Select(input => input with { Reason = input.Reason ?? "of no known format" }));
                WriteNamed("Skipped", result.Inputs.Where(input => input.Outcome == InputOutcome.Skipped));
            }
        }

        public void WriteSummary(Tally tally, ScanResult result)
        {
            var tone = tally switch
            {
                { RollOut: { Breaks: 0, Unknown: 0 } } => Tone.Pass,
                { Errors: > 0 } => Tone.Error,
                { Fails: > 0 } => Tone.Warning,
                { Undecided: > 0 } => Tone.Undecided,
                _ => result.IsComplete ? Tone.Pass : Tone.Warning,
            };
            WriteWrapped(tally.NotOurs, Tone.Quiet);
            WriteWrapped(tally.LeftOut, Tone.Quiet);
            WriteWrapped(tally.Inputs, tally.Damaged > 0 ? Tone.Warning : Tone.Quiet);
            WriteWrapped(tally.Judged, Tone.Quiet);
            WriteWrapped(tally.Verdicts, Tone.Quiet);
            WriteWrapped(tally.NotAsked, Tone.Quiet);
            WriteWanted(tally);
            WriteWrapped(tally.Answer, tone);
        }

        private void WriteWanted(Tally tally)
        {
            var lines = tally.Wanted.ToList();
            if (lines.Count > 0)
            {
                ink.Line("What would decide most:", Tone.Quiet);
                lines.ForEach(line => WriteWrapped($"  {VisibleText.Line(line)}", 0, 4, Tone.Quiet));
            }
        }

        private void WriteBlock(FindingBlock block)
        {
            var finding = block.First;
            var place = finding.Primary.Location;
            var where = PlaceOf(place);
            var severity = ContractName.Of(finding);
            ink.Write($"  {where}  ");
            ink.Write(severity, ToneOf(finding));
            ink.Write($"  {finding.Rule.Id}  ");
            WriteWrapped(VisibleText.Line(names.Short(finding.Message)), 2 + where.Length + 2 + severity.Length + 2 + finding.Rule.Id.Length + 2, 4);
            if (place.Unit == SpanUnit.Characters && finding.Verdict != Verdict.Pass && place.Source.TextIfReadable is { } whole)
            {
                WriteExcerpt(whole, place.Span, ToneOf(finding));
            }

            WriteField("at", finding.Primary.Address);
            WriteField("of", finding.Subject.ToString());
            foreach (var related in finding.Related)
            {
                var other = related.Location;
                var name = other.Source.Name == place.Source.Name ? "" : $"{other.Source.Name}{(other.Unit == SpanUnit.Bytes ? ", " : ":")}";
                var text = related.Text.Length > 0 ? $": {related.Text}" : "";
                var address = related.Address is { Length: > 0 } native && native != finding.Primary.Address ? $" ({native})" : "";
                WriteField(related.IsStep ? "by" : "see", $"{name}{PlaceOf(other)}{text}{address}");
            }

            WriteField("needs", finding.Need?.What);
            WriteOthers(block);
            if (finding is { Verdict: Verdict.Fail, Baseline: not BaselineState.Absent })
            {
                WriteField("fix:", RuleHelp.Of(finding.Rule).FirstFix);
            }

            if (finding.Verdict != Verdict.Pass)
            {
                WriteField("explain", finding.Rule.Id);
            }
        }

        /// <summary>Of a verdict the other things, of what is undecided the rules and the first places of each.</summary>
        private void WriteOthers(FindingBlock block)
        {
            if (block.Others.IsEmpty)
            {
                return;
            }

            if (block.First.Verdict != Verdict.Undecided)
            {
                WriteField("and", Some([.. block.Others.Select(other => other.Subject.ToString())], MostPlaces, "more"));
                return;
            }

            var rules = block.Others.GroupBy(other => other.Rule.Id, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(rule => $"{rule.Key} at {Some(PlacesOf(rule), MostPlaces, "more places")}");
            WriteField("same for", $"{Tally.Amount(block.Others.Length, "verdict")}: {Some([.. rules], MostRules, "more rules", "; ")}");
        }

        private static List<string> PlacesOf(IEnumerable<Finding> findings) =>
            [.. findings.Select(finding => PlaceOf(finding.Primary.Location)).Distinct(StringComparer.Ordinal)];

        private static string Some(List<string> all, int most, string more, string separator = ", ") => all.Count <= most
            ? string.Join(separator, all)
            : string.Create(CultureInfo.InvariantCulture, $"{string.Join(separator, all.Take(most))} and {all.Count - most} {more}");

        private void WriteExcerpt(SourceText source, TextSpan span, Tone tone)
        {
            var number = source.PositionOf(span.Start).Line.ToString(CultureInfo.InvariantCulture);
            var excerpt = Excerpt.Of(source, span, Math.Max(NarrowestExcerpt, (context.Terminal.Width ?? FileWidth) - number.Length - 7));
            ink.Write($"    {number} | ", Tone.Quiet);
            ink.Line(excerpt.Text);
            ink.Write($"    {new string(' ', number.Length)} | ", Tone.Quiet);
            ink.Write(excerpt.Carets, tone);
            ink.Line(excerpt.LastLine > excerpt.Line ? string.Create(CultureInfo.InvariantCulture, $" to line {excerpt.LastLine}") : "", Tone.Quiet);
        }

        private void WriteField(string name, string? value)
        {
            if (value is { Length: > 0 })
            {
                ink.Write($"    {name} ", Tone.Quiet);
                WriteWrapped(VisibleText.Line(names.Short(value)), 4 + name.Length + 1, 4 + name.Length + 1);
            }
        }

        private void WriteDamaged(string name, string? reason, IEnumerable<Diagnostic> diagnostics)
        {
            ink.Line($"  {VisibleText.WholeLine(name)}{(reason is { Length: > 0 } ? $": {VisibleText.Line(reason)}" : "")}");
            foreach (var diagnostic in diagnostics)
            {
                var where = PlaceOf(diagnostic.Location);
                ink.Write($"    {where}  ");
                ink.Write(diagnostic.Id, diagnostic.IsLoss ? Tone.Warning : Tone.Quiet);
                ink.Write("  ");
                WriteWrapped(VisibleText.Line(diagnostic.Message), 4 + where.Length + 2 + diagnostic.Id.Length + 2, 6);
            }

            ink.Line();
        }

        private void WriteNamed(string heading, IEnumerable<ScannedInput> inputs)
        {
            var isFirst = true;
            foreach (var input in inputs)
            {
                if (isFirst)
                {
                    ink.Line(heading, Tone.Heading);
                    ink.Line();
                    isFirst = false;
                }

                ink.Line($"  {VisibleText.WholeLine(input.Name)}{(input.Reason is { Length: > 0 } reason ? $": {VisibleText.Line(reason)}" : "")}");
            }

            if (!isFirst)
            {
                ink.Line();
            }
        }

        private void WriteWrapped(string? text, Tone tone)
        {
            if (text is not null)
            {
                WriteWrapped(text, 0, 2, tone);
            }
        }

        private void WriteWrapped(string text, int taken, int indent, Tone tone = Tone.Plain) => _wrapped.Line(text, taken, indent, tone);

        private static string PlaceOf(Location location) => location.Position is { } position
            ? string.Create(CultureInfo.InvariantCulture, $"{position.Line}:{position.Column}")
            : string.Create(CultureInfo.InvariantCulture, $"byte {location.Start}");

        private static Tone ToneOf(Finding finding) => finding switch
        {
            { Verdict: Verdict.Pass } or { Baseline: BaselineState.Absent } => Tone.Pass,
            { Verdict: Verdict.Undecided } => Tone.Undecided,
            { Severity: Severity.Error } => Tone.Error,
            { Severity: Severity.Warning } => Tone.Warning,
            _ => Tone.Note,
        };
    }
}
