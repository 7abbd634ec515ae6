using System.Globalization;
using System.Text;
using System.Xml;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Reports;

/// <summary>
/// JUnit's XML for test views: a suite for each rule that has something to say, a case for each
/// subject. A rule without findings is no passed test, because it may have met nothing
/// that it speaks of. Fails below the level that fails the run are passed cases that say so.
/// </summary>
public sealed class JUnitReport : IReport
{
    public string Format => "junit";

    public void Write(ScanResult result, ReportContext context, Stream output)
    {
        WriteSuites(result, context, output);
        output.WriteByte((byte)'\n');
    }

    private static void WriteSuites(ScanResult result, ReportContext context, Stream output)
    {
        using var xml = XmlWriter.Create(
            output,
            new()
            {
                Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
                Indent = true,
                NewLineChars = "\n",
                CloseOutput = false,
            });
        var suites = result
            .Findings.AddRange(result.Repaired ?? [])
            .GroupBy(finding => finding.Rule.Id, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new Suite($"{group.Key} {group.First().Rule.Title}", [.. group.Select(finding => CaseOf(finding, context))]))
            .Prepend(InputsOf(result) with { Said = string.Join('\n', Tally.Of(result, context).Account.Select(VisibleText.Line)) })
            .ToList();
        xml.WriteStartElement("testsuites");
        xml.WriteAttributeString("name", "RdpCompliance");
        WriteNumbers(xml, suites);
        if (context.Times is { } times)
        {
            xml.WriteAttributeString("time", (times.End - times.Start).TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture));
        }

        foreach (var suite in suites)
        {
            WriteSuite(xml, suite, context);
        }

        xml.WriteEndElement();
    }

    private static Case CaseOf(Finding finding, ReportContext context)
    {
        var text = $"{PlaceOf(finding.Primary.Location)}: {finding.Message}";
        var outcome = finding.Verdict switch
        {
            _ when finding.Baseline == BaselineState.Absent => Outcome.Passed,
            Verdict.Fail when finding.Baseline == BaselineState.Unchanged => Outcome.Told,
            Verdict.Fail => context.FailOn is { } least && finding.Severity >= least ? Outcome.Failure : Outcome.Told,
            Verdict.Undecided => Outcome.Skipped,
            _ => Outcome.Passed,
        };
        return new(finding.Rule.Id, $"{finding.Subject} in {finding.Primary.Location.Source.Name}", outcome, ContractName.Of(finding), finding.Message, text);
    }

    /// <summary>Reading an input is a test too: what could not be read was not checked.</summary>
    private static Suite InputsOf(ScanResult result)
    {
        var diagnostics = result.Losses.ToLookup(diagnostic => diagnostic.Location.Source.Name, StringComparer.Ordinal);
        return new(
            "Inputs",
            [.. result.Inputs.Where(input => input.Outcome is InputOutcome.Read or InputOutcome.Damaged || input.IsArgument).Select(CaseOfInput)]);

        Case CaseOfInput(ScannedInput input)
        {
            var text = string.Join(
                '\n',
                diagnostics[input.Name]
                    .Select(diagnostic => $"{diagnostic.Id} {PlaceOf(diagnostic.Location)}: {diagnostic.Message}")
                    .Prepend(input.Reason ?? "")
                    .Where(line => line.Length > 0));
            return input.Outcome switch
            {
                InputOutcome.Damaged => new("Inputs", input.Name, Outcome.Error, "damaged", "Not or only partly readable.", text),
                InputOutcome.Foreign => new("Inputs", input.Name, Outcome.Error, "foreign", "Of no known format.", text),
                InputOutcome.Skipped => new("Inputs", input.Name, Outcome.Skipped, "skipped", input.Reason ?? "Skipped.", text),
                _ when text.Length > 0 => new("Inputs", input.Name, Outcome.Skipped, "incomplete", text.Replace("\n", "; ", StringComparison.Ordinal), text),
                _ => new("Inputs", input.Name, Outcome.Passed, "read", "", ""),
            };
        }
    }

    private static void WriteSuite(XmlWriter xml, Suite suite, ReportContext context)
    {
        xml.WriteStartElement("testsuite");
        Attribute(xml, "name", suite.Name);
        WriteNumbers(xml, [suite]);
        if (context.Times is { } times)
        {
            xml.WriteAttributeString("timestamp", times.Start.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture));
        }

        foreach (var test in suite.Cases)
        {
            WriteCase(xml, test);
        }

        if (suite.Said.Length > 0)
        {
            xml.WriteElementString("system-out", Lines(suite.Said));
        }

        xml.WriteEndElement();
    }

    private static void WriteCase(XmlWriter xml, Case test)
    {
        xml.WriteStartElement("testcase");
        Attribute(xml, "classname", test.Class);
        Attribute(xml, "name", test.Name);
        switch (test.Outcome)
        {
            case Outcome.Failure or Outcome.Error:
                xml.WriteStartElement(test.Outcome == Outcome.Failure ? "failure" : "error");
                Attribute(xml, "type", test.Type);
                Attribute(xml, "message", test.Message);
                xml.WriteString(Lines(test.Text));
                xml.WriteEndElement();
                break;
            case Outcome.Skipped:
                xml.WriteStartElement("skipped");
                Attribute(xml, "message", $"{test.Type}: {test.Message}");
                xml.WriteEndElement();
                break;
            case Outcome.Told:
                xml.WriteStartElement("system-out");
                xml.WriteString(Lines($"{test.Type}: {test.Text}"));
                xml.WriteEndElement();
                break;
            case Outcome.Passed:
                break;
        }

        xml.WriteEndElement();
    }

    private static void WriteNumbers(XmlWriter xml, IReadOnlyCollection<Suite> suites)
    {
        Number("tests", suites.Sum(suite => suite.Cases.Count));
        Number("failures", Count(Outcome.Failure));
        Number("errors", Count(Outcome.Error));
        Number("skipped", Count(Outcome.Skipped));

        int Count(Outcome outcome) => suites.Sum(suite => suite.Cases.Count(test => test.Outcome == outcome));

        void Number(string name, int value) => xml.WriteAttributeString(name, value.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>XML has no place for most control characters, not even by their code.</summary>
    private static void Attribute(XmlWriter xml, string name, string value) => xml.WriteAttributeString(name, VisibleText.Line(value));

    private static string Lines(string text) => string.Join('\n', text.Split('\n').Select(VisibleText.WholeLine));

    private static string PlaceOf(Location location) => location.Position is { } position
        ? string.Create(CultureInfo.InvariantCulture, $"{location.Source.Name}:{position.Line}:{position.Column}")
        : string.Create(CultureInfo.InvariantCulture, $"{location.Source.Name}:byte {location.Start}");

    private enum Outcome
    {
        Passed,

        /// <summary>A fail that does not fail the run.</summary>
        Told,
        Failure,
        Error,
        Skipped,
    }

    private sealed record Case(string Class, string Name, Outcome Outcome, string Type, string Message, string Text);

    private sealed record Suite(string Name, IReadOnlyList<Case> Cases)
    {
        /// <summary>What is to be said beside the cases; empty for nothing.</summary>
        public string Said { get; init; } = "";
    }
}
