using System.Collections.Immutable;

namespace RdpCompliance.Engine.Sources;

/// <summary>What a <see cref="Glob"/> says of one part of a name, between two '/'.</summary>
internal sealed class GlobPart
{
    private readonly ImmutableArray<Step> _steps;
    private readonly bool _ignoresCase;

    private GlobPart(ImmutableArray<Step> steps, bool ignoresCase)
    {
        _steps = steps;
        _ignoresCase = ignoresCase;
    }

    /// <summary>The part "**".</summary>
    public static GlobPart AnyFolders { get; } = new([Step.Run, Step.Run], ignoresCase: false);

    public bool IsAnyFolders => _steps.Length > 1 && _steps.All(step => step.Kind == StepKind.Run);

    /// <returns><see langword="null"/> for a pattern that no name can match.</returns>
    public static ImmutableArray<GlobPart>? TryParseAll(string pattern, GlobSyntax syntax)
    {
        var parts = ImmutableArray.CreateBuilder<GlobPart>();
        var steps = ImmutableArray.CreateBuilder<Step>();
        var ignoresCase = syntax != GlobSyntax.Git;
        var escapes = syntax != GlobSyntax.Names;
        var rest = pattern.AsSpan();
        while (!rest.IsEmpty)
        {
            var first = rest[0];
            rest = rest[1..];
            switch (first)
            {
                case '*':
                    steps.Add(Step.Run);
                    break;
                case '?':
                    steps.Add(Step.One);
                    break;
                case '[':
                    if (GlobClass.TryParse(ref rest, escapes) is not { } set)
                    {
                        return null;
                    }

                    steps.Add(new(StepKind.OneOf, '\0', set));
                    break;
                case '\\' when escapes && rest.IsEmpty:
                    return null;
                case '\\' when escapes && rest[0] != '/':
                    steps.Add(new(StepKind.Literal, rest[0], null));
                    rest = rest[1..];
                    break;
                case '\\' when escapes:
                    break;
                case '/':
                    parts.Add(new(steps.DrainToImmutable(), ignoresCase));
                    break;
                default:
                    steps.Add(new(StepKind.Literal, first, null));
                    break;
            }
        }

        parts.Add(new(steps.DrainToImmutable(), ignoresCase));
        return parts.Any(part => part._steps.IsEmpty) ? null : parts.DrainToImmutable();
    }

    /// <remarks>Going back to the last '*' suffices, for the same reason as in <see cref="Glob"/>.</remarks>
    public bool IsMatch(ReadOnlySpan<char> text)
    {
        var (step, index) = (0, 0);
        var (retryStep, retryIndex) = (-1, 0);
        while (step < _steps.Length || index < text.Length)
        {
            if (step < _steps.Length && _steps[step].Kind == StepKind.Run)
            {
                (retryStep, retryIndex) = (++step, index);
            }
            else if (step < _steps.Length && index < text.Length && _steps[step].Takes(text[index], _ignoresCase))
            {
                step++;
                index++;
            }
            else if (retryStep >= 0 && retryIndex < text.Length)
            {
                (step, index) = (retryStep, ++retryIndex);
            }
            else
            {
                return false;
            }
        }

        return true;
    }

    private enum StepKind
    {
        Literal,
        One,
        OneOf,
        Run,
    }

    private readonly record struct Step(StepKind Kind, char Literal, GlobClass? Set)
    {
        public static Step Run { get; } = new(StepKind.Run, '\0', null);

        public static Step One { get; } = new(StepKind.One, '\0', null);

        public bool Takes(char c, bool ignoringCase) => Kind switch
        {
            StepKind.Literal => c == Literal || (ignoringCase && char.ToUpperInvariant(c) == char.ToUpperInvariant(Literal)),
            StepKind.OneOf => Set?.Contains(c, ignoringCase) ?? false,
            _ => true,
        };
    }
}
