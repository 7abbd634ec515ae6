using System.Globalization;
using System.Text;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Templates.Bicep;
using RdpCompliance.Tests.Readers.Templates.Arm;
using RdpCompliance.Tests.Testing;
using Xunit.Abstractions;

namespace RdpCompliance.Tests.Readers.Templates.Outside;

/// <summary>Random expressions give what the official evaluator gives. RDPCOMPLIANCE_EXPRESSIONS says how many, RDPCOMPLIANCE_SEED which.</summary>
public sealed class ExpressionDifferenceTests(ITestOutputHelper output)
{
    private const int PerFile = 50;

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
        var (equal, refused, onlyTypes, listed) = (0, 0, 0, 0);
        var differences = new StringBuilder();
        var count = 0;
        for (var index = 0; index < cases.Length; index++)
        {
            if (!theirs.TryGetValue(index, out var official) || !official.IsCompiled)
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
            $"seed {seed}: {wanted} expressions, {equal} equal values, {refused} refused by both, {onlyTypes} refused by types or unknown to the console, {listed} listed, {count} differences"
        );
        output.WriteLine(account);
        Assert.True(count == 0, $"{account}\n{differences}");
    }

    private static int Setting(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    private static Answer[] Evaluate(IReadOnlyList<string> expressions)
    {
        var answers = new Answer[expressions.Count];
        for (var start = 0; start < expressions.Count; start += PerFile)
        {
            var some = expressions.Skip(start).Take(PerFile).ToArray();
            var text = string.Join(
                '\n',
                some.Select((expression, index) => $"resource r{index} 'A.B/c@2024-01-01' = {{ name: 'r{index}', properties: {{ v: {expression} }} }}"));
            var source = Source.FromText("main.bicep", text);
            var evidence = new BicepReader().Read(new Claim(source, Certainty.ByName), ArmSample.Context(new SourceTree([source]), ArmSample.Known));
            var damaged = evidence.Diagnostics.Where(diagnostic => diagnostic.Effect != DiagnosticEffect.Note)
                .GroupBy(diagnostic => source.Text.PositionOf(diagnostic.Location.Span.Start).Line)
                .ToDictionary(group => group.Key, group => group.First().Message);
            for (var index = 0; index < some.Length; index++)
            {
                answers[start + index] =
                    damaged.GetValueOrDefault(index + 1) is { } refusal ? new(null, refusal)
                    : ArmSample.At(evidence.Resources.Single(resource => resource.Name is Node.Text name && name.Value == $"r{index}").Body, "properties.v")
                        is var value
                            and not Node.Unresolved
                        ? new(Comparable.Print(value), null)
                        : new(null, null);
            }
        }

        return answers;
    }
}
