namespace RdpCompliance.Readers.Templates.Expressions;

/// <summary>
/// What the evaluation of one input may cost. Azure's own limits (4 MB of template, 800
/// resources and copies) lie far below; these only keep a hostile template from
/// taking the machine.
/// </summary>
public sealed class EvaluationBudget
{
    /// <summary>As deep as expressions, and the variables and parameters that they lead to, may call each other.</summary>
    public const int MostDepth = 400;

    /// <summary>Characters of one computed text.</summary>
    public const int LongestText = 1 << 20;

    /// <summary>Elements that one call of <c>range</c> gives, as documented.</summary>
    public const int LongestRange = 10_000;

    private long _steps;
    private long _characters;
    private long _values;

    /// <param name="inputLength">Characters of the input: larger inputs may cost more.</param>
    public EvaluationBudget(long inputLength)
    {
        _steps = 300_000 + (20 * inputLength);
        _characters = (8L << 20) + (20 * inputLength);
        _values = 100_000 + (2 * inputLength);
    }

    /// <summary>What ran out first; <see langword="null"/> while there is enough of everything.</summary>
    public string? Exhausted { get; private set; }

    /// <returns>Whether that many more expressions may be evaluated, or elements looked at.</returns>
    public bool TakeSteps(long count = 1) => Take(ref _steps, count, "steps of evaluation than its length allows");

    /// <returns>Whether a text of that many characters may be made; one that is too long by itself costs nothing.</returns>
    public bool TakeText(long length) => length <= LongestText && Take(ref _characters, length, "computed text than its length allows");

    /// <returns>Whether that many elements or properties may be made.</returns>
    public bool TakeValues(long count) => Take(ref _values, count, "computed values than its length allows");

    private bool Take(ref long left, long count, string what)
    {
        if (Exhausted is not null)
        {
            return false;
        }

        left -= count;
        return left >= 0 || Stop(what);
    }

    private bool Stop(string what)
    {
        Exhausted ??= what;
        return false;
    }
}
