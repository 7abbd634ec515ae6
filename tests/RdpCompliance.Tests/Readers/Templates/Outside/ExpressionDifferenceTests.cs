using System.Globalization;
using System.Text;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Tests.Readers.Templates.Bicep;
using RdpCompliance.Tests.Testing;
using Xunit.Abstractions;

namespace RdpCompliance.Tests.Readers.Templates.Outside;

/// <summary>Random expressions give what the official evaluator gives. RDPCOMPLIANCE_EXPRESSIONS says how many, RDPCOMPLIANCE_SEED which.</summary>
public sealed class ExpressionDifferenceTests(ITestOutputHelper output)
{
    [OutsideFact(BicepConsole.Tool)]
    public void Expressions_give_what_the_console_of_the_compiler_gives()
    {
        const int Usual = 400;
        var (wanted, seed) = (Setting("RDPCOMPLIANCE_EXPRESSIONS", Usual), Setting("RDPCOMPLIANCE_SEED", 1));
        var generator = new ExpressionGenerator(seed);
        var names = ExpressionGenerator.Names.ToArray();
        var cases = Enumerable.Range(0, wanted).Select(index => generator.Next(names[index % names.Length])).ToArray();
        var theirs = BicepConsole.Evaluate([.. cases.Select(one => one.Text)]);
        var ours = Evaluate([.. cases.Select(one => one.Text)]);
        var (equal, refused, onlyTypes, listed, silent) = (0, 0, 0, 0, 0);
        var differences = new StringBuilder();
        var count = 0;
        for (var index = 0; index < cases.Length; index++)
        {
            if (!theirs.TryGetValue(index, out var official))
            {
                silent++;
                output.WriteLine($"no answer: {cases[index].Text}");
                continue;
            }

            if (!official.IsCompiled)
            {
                onlyTypes++;
                continue;
            }

            if (official.Value == ours[index].Value && (official.Refusal is null) == (ours[index].Refusal is null))
            {
                _ = official.Refusal is null ? equal++ : refused++;
            }
            else if (KnownDifferences.Explains(cases[index].Text, official))
            {
                listed++;
            }
            else
            {
                count++;
                differences.AppendLine(
                    CultureInfo.InvariantCulture,
                    $"{cases[index].Function}: {cases[index].Text}\n    they {official.Value ?? official.Refusal}\n    we   {ours[index].Value ?? ours[index].Refusal ?? "do not know"}"
                );
            }
        }

        var account = string.Create(
            CultureInfo.InvariantCulture,
            $"seed {seed}: {wanted} expressions, {equal} equal values, {refused} refused by both, {onlyTypes} refused by types or unknown to the console, {silent} without an answer of the console, {listed} listed, {count} differences"
        );
        output.WriteLine(account);
        Assert.True(count == 0, $"{account}\n{differences}");
    }

    private static int Setting(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    private static Answer[] Evaluate(IReadOnlyList<string> expressions)
    {
        // Each in a file of its own, so that one which is no Bicep does not take others along.
        var answers = new Answer[expressions.Count];
        for (var index = 0; index < answers.Length; index++)
        {
            var evidence = BicepSample.Evaluate(expressions[index]);
            answers[index] =
                evidence.Diagnostics.FirstOrDefault(diagnostic => diagnostic.Effect != DiagnosticEffect.Note) is { } refusal ? new(null, refusal.Message)
                : BicepSample.ValueNode(evidence) is var value and not Node.Unresolved ? new(Comparable.Print(value), null)
                : new(null, null);
        }

        return answers;
    }
}
