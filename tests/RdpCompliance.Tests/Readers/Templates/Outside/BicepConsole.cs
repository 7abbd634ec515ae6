using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using RdpCompliance.Tests.Readers.Templates.Arm;
using RdpCompliance.Tests.Readers.Templates.Bicep;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Readers.Templates.Outside;

/// <summary>What an expression gives: JSON in one line with properties in order and floats as text, or why it gives nothing.</summary>
/// <param name="Value"><see langword="null"/> when it is refused, or not known.</param>
/// <param name="IsCompiled">Whether the refusal came from evaluation; the compiler's types refuse more.</param>
internal sealed record Answer(string? Value, string? Refusal, bool IsCompiled = true);

/// <summary>The official evaluator: the compiler's console, many expressions to one process.</summary>
internal static partial class BicepConsole
{
    public const string Tool = "bicep";

    /// <summary>
    /// The answers by the numbers of the expressions. One at which the console fails, that swallows what follows it or that keeps it busy
    /// beyond a time limit has none.
    /// </summary>
    public static IReadOnlyDictionary<int, Answer> Evaluate(IReadOnlyList<string> expressions)
    {
        const int MostAtOnce = 200;
        var answers = new ConcurrentDictionary<int, Answer>();
        var starts = Enumerable.Range(0, (expressions.Count + MostAtOnce - 1) / MostAtOnce).Select(batch => batch * MostAtOnce);
        var atOnce = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.ForEach(starts, atOnce, start => Ask(expressions, start, Math.Min(expressions.Count, start + MostAtOnce), answers));
        return answers;
    }

    /// <summary>Asks until each of a range is answered, or known to have no answer.</summary>
    private static void Ask(IReadOnlyList<string> expressions, int start, int stop, ConcurrentDictionary<int, Answer> answers)
    {
        while (start < stop)
        {
            if (!TryAsk(expressions, start, stop, answers) && stop - start > 1)
            {
                // It takes the answers before it along; the half without it is answered at once.
                Ask(expressions, start, (start + stop) / 2, answers);
                start = (start + stop) / 2;
                continue;
            }

            // The first that has no answer is passed over.
            while (start < stop && answers.ContainsKey(start))
            {
                start++;
            }

            start++;
        }
    }

    /// <summary><see langword="false"/> where the console says nothing, or does not end.</summary>
    private static bool TryAsk(IReadOnlyList<string> expressions, int start, int stop, ConcurrentDictionary<int, Answer> answers)
    {
        var input = new StringBuilder();
        for (var index = start; index < stop; index++)
        {
            input.Append(CultureInfo.InvariantCulture, $"{{ i: {index}, v: {expressions[index]} }}\n");
        }

        var (_, output, error) = OutsideTool.Run(Tool, ["console"], Path.GetTempPath(), input.ToString(), Limit(stop - start));
        if (error.Length > 0 && output.Length == 0)
        {
            return false;
        }

        var lines = output.Split('\n');
        for (var at = 0; at < lines.Length; at++)
        {
            if (lines[at] == "{" && at + 1 < lines.Length && Number().Match(lines[at + 1]) is { Success: true } number)
            {
                var end = Array.IndexOf(lines, "}", at);
                var value = ValueOf(string.Join('\n', lines[at..(end + 1)]));

                // Names that are no identifiers of Bicep it prints as if they were, so that what it printed cannot be read.
                answers[int.Parse(number.Groups[1].ValueSpan, CultureInfo.InvariantCulture)] = value == "?" ? new(null, value, false) : new(value, null);
                at = end;
            }
            else if (Echo().Match(lines[at]) is { Success: true } echo)
            {
                var why = at + 1 < lines.Length ? lines[at + 1].TrimStart(' ', '~', '^') : "";
                answers[int.Parse(echo.Groups[1].ValueSpan, CultureInfo.InvariantCulture)] = new(
                    null,
                    why,
                    why.StartsWith("Failed to evaluate", StringComparison.Ordinal));
            }
        }

        return true;
    }

    /// <summary>Start-up and a hundredth of a second for each expression, many times over: some expressions it never ends.</summary>
    private static TimeSpan Limit(int count) => TimeSpan.FromSeconds(20 + (count / 10.0));

    /// <summary>The console prints Bicep.</summary>
    private static string ValueOf(string printed) =>
        Comparable.Print(ArmSample.At(BicepSample.ValueNode(BicepSample.Evaluate($"var printed = {printed}\nprinted")), "v"));

    [GeneratedRegex(@"^  i: (\d+)\r?$")]
    private static partial Regex Number();

    [GeneratedRegex(@"^\{ i: (\d+), v: ")]
    private static partial Regex Echo();
}
