using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using RdpCompliance.Readers.Templates.Bicep.Parsing;
using RdpCompliance.Tests.Testing;
using Xunit.Abstractions;

namespace RdpCompliance.Tests.Readers.Templates.Bicep;

/// <summary>The parser against the samples and annotated baselines of the public compiler.</summary>
public sealed partial class BicepSyntaxCorpusTests(ITestOutputHelper output)
{
    /// <summary>
    /// The codes that the compiler's lexer and parser give: every diagnostic that the classes of its folder src/Bicep.Core/Parsing make
    /// (https://github.com/Azure/bicep/tree/9beb0fee60ca53458f41492b699af440367b240b/src/Bicep.Core/Parsing).
    /// BCP032 is missing: most of its reports come from type checking.
    /// </summary>
    private static readonly HashSet<string> SyntaxCodes = new(StringComparer.Ordinal)
    {
        "BCP001",
        "BCP002",
        "BCP003",
        "BCP004",
        "BCP005",
        "BCP006",
        "BCP007",
        "BCP008",
        "BCP009",
        "BCP010",
        "BCP011",
        "BCP012",
        "BCP013",
        "BCP015",
        "BCP016",
        "BCP017",
        "BCP018",
        "BCP019",
        "BCP020",
        "BCP021",
        "BCP022",
        "BCP023",
        "BCP024",
        "BCP064",
        "BCP068",
        "BCP087",
        "BCP096",
        "BCP097",
        "BCP103",
        "BCP117",
        "BCP118",
        "BCP123",
        "BCP133",
        "BCP136",
        "BCP140",
        "BCP162",
        "BCP167",
        "BCP201",
        "BCP202",
        "BCP226",
        "BCP236",
        "BCP237",
        "BCP238",
        "BCP243",
        "BCP249",
        "BCP257",
        "BCP266",
        "BCP279",
        "BCP300",
        "BCP305",
        "BCP317",
        "BCP322",
        "BCP325",
        "BCP337",
        "BCP344",
        "BCP346",
        "BCP347",
        "BCP354",
        "BCP355",
        "BCP356",
        "BCP375",
        "BCP404",
        "BCP436",
    };

    [CorpusFact]
    public void Syntax_errors_are_those_of_the_annotated_baselines()
    {
        var differences = new StringBuilder();
        var (files, same, expectedErrors) = (0, 0, 0);
        foreach (var baseline in Corpus.Files("bicep/Azure+bicep", "*.diagnostics.bicep*"))
        {
            var sample = baseline.Replace(".diagnostics.", ".", StringComparison.Ordinal);
            var expected = Annotations(baseline).Where(line => SyntaxCodes.Contains(line.Split(' ')[1])).Order(StringComparer.Ordinal).ToList();
            var file = BicepFile.Parse(Corpus.Read(sample));
            var actual = file
                .Errors.Where(error => SyntaxCodes.Contains(error.Kind.Code))
                .Select(error => Annotation(file, error))
                .Order(StringComparer.Ordinal)
                .ToList();
            files++;
            expectedErrors += expected.Count;
            if (expected.SequenceEqual(actual, StringComparer.Ordinal))
            {
                same++;
                continue;
            }

            differences.AppendLine(sample);
            differences.AppendJoin('\n', Without(expected, actual).Select(line => $"  missing {line}")).AppendLine();
            differences.AppendJoin('\n', Without(actual, expected).Select(line => $"  surplus {line}")).AppendLine();
        }

        output.WriteLine($"{same} of {files} annotated files agree, {expectedErrors} syntax errors");
        Assert.True(differences.Length == 0, $"{same} of {files} files, {expectedErrors} errors\n{differences}");
        Assert.True(files > 70 && expectedErrors > 490, $"{files} files, {expectedErrors} errors");
    }

    [CorpusFact]
    public void Every_sample_that_compiles_parses_without_an_error()
    {
        var files = Corpus.Files("bicep", "*.bicep").Concat(Corpus.Files("bicep", "*.bicepparam")).Where(path => !IsInvalid(path)).ToList();

        var broken = files.Select(Corpus.Read).Select(BicepFile.Parse).Where(file => !file.Errors.IsEmpty)
            .Select(file => $"{file.Source.Name} {Annotation(file, file.Errors[0])}").ToList();

        output.WriteLine($"{files.Count - broken.Count} of {files.Count} files that compile parse without an error");
        Assert.True(broken.Count == 0, $"{files.Count - broken.Count} of {files.Count}\n{string.Join('\n', broken)}");
        Assert.True(files.Count > 950, $"{files.Count} files");
    }

    [CorpusFact]
    public void The_tokens_of_every_file_give_back_its_bytes()
    {
        foreach (var path in Corpus.Files("bicep", "*.bicep").Concat(Corpus.Files("bicep", "*.bicepparam")))
        {
            var source = Corpus.Read(path);

            Assert.Equal(source.ReadAllBytes().ToArray(), source.Text.Encode(BicepSyntaxTests.Printed(BicepFile.Parse(source))));
        }
    }

    [CorpusFact]
    public void Every_node_lies_inside_its_parent_and_after_its_siblings()
    {
        foreach (var path in Corpus.Files("bicep", "*.bicep").Concat(Corpus.Files("bicep", "*.bicepparam")))
        {
            BicepSyntaxTests.AssertNested(BicepFile.Parse(Corpus.Read(path)));
        }
    }

    private static bool IsInvalid(string path) =>
        path.Contains("/Invalid", StringComparison.Ordinal) || path.Contains(".diagnostics.", StringComparison.Ordinal);

    /// <summary>"line:column+length code" of each annotation; they stand below the line they speak of, where lines end as the sample's name says.</summary>
    private static IEnumerable<string> Annotations(string baseline)
    {
        var line = 0;
        foreach (var text in Corpus.Read(baseline).Text.Value.Split(baseline.Contains("_CRLF/", StringComparison.Ordinal) ? "\r\n" : "\n"))
        {
            if (AnnotationPattern().Match(text) is { Success: true } match)
            {
                var start = int.Parse(match.Groups["start"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
                var end = int.Parse(match.Groups["end"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
                yield return $"{line}:{start + 1}+{end - start} {match.Groups["code"].Value}";
            }
            else
            {
                line++;
            }
        }
    }

    private static string Annotation(BicepFile file, SyntaxError error)
    {
        var position = file.Source.Text.PositionOf(error.Span.Start);
        return $"{position.Line}:{position.Column}+{error.Span.Length} {error.Kind.Code}";
    }

    private static IEnumerable<string> Without(List<string> lines, List<string> others)
    {
        var left = new List<string>(lines);
        others.ForEach(other => left.Remove(other));
        return left;
    }

    [GeneratedRegex(@"^//@\[(?<start>\d+):(?<end>\d+)\) \[(?<code>\S+) \(", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex AnnotationPattern();
}
