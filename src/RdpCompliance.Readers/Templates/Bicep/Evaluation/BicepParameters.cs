using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Templates.Bicep.Binding;
using RdpCompliance.Readers.Templates.Bicep.Parsing;
using RdpCompliance.Readers.Templates.Expressions;

namespace RdpCompliance.Readers.Templates.Bicep.Evaluation;

/// <summary>A parameters file: the template that it uses, and the values that it, or a file that it extends, gives.</summary>
internal sealed class BicepParameters
{
    private const int MostExtensions = 8;

    private readonly BicepDeployment _values;
    private readonly BicepParameters? _extended;

    private BicepParameters(BicepDeployment values, BicepParameters? extended, Source? template) =>
        (_values, _extended, Template) = (values, extended, template);

    /// <summary><see langword="null"/> when it uses none, or one that is not at hand.</summary>
    public Source? Template { get; }

    public static BicepParameters Of(BicepModel model, BicepSession session) => Of(model, session, 0);

    public Node? Find(string name) => _values.Assigned(name) switch
    {
        null => _extended?.Find(name),
        var value => Tracing.After(value.Location, $"parameter '{name}' is given by '{_values.Model.File.Source.FileName}'", value),
    };

    /// <summary>Reports values for parameters that the template does not have, or that are of another type.</summary>
    public void Check(BicepModel template)
    {
        foreach (var assignment in _values.Model.Symbols.Values.OfType<BicepSymbol.Assignment>())
        {
            var session = _values.Session;
            if (template.Symbols.GetValueOrDefault(assignment.Name) is not BicepSymbol.Parameter parameter)
            {
                session.Evaluator.Report(BicepDiagnostics.NoParameter, assignment.Place, assignment.Name, template.File.Source.Name);
            }
            else if (
                session.FactsOf(template, parameter).Kind is { } wanted
                && Find(assignment.Name) is { } given
                && KindOf(given) is { } found
                && found != wanted)
            {
                session.Evaluator.Report(BicepDiagnostics.WrongType, assignment.Value.Location, assignment.Name, Conversion.NameOf(given), wanted);
            }
        }
    }

    /// <summary>As <see cref="TypeFacts.Kind"/> says it; <see langword="null"/> for what every type, or none, takes.</summary>
    private static string? KindOf(Node value) => value switch
    {
        Node.Text => "string",
        Node.Number { Whole: not null } => "int",
        Node.Boolean => "bool",
        Node.Array => "array",
        Node.Object => "object",
        _ => null,
    };

    private static BicepParameters Of(BicepModel model, BicepSession session, int depth)
    {
        var source = model.File.Source;
        var declarations = model.File.Root.Declarations.ToList();
        var extends = declarations.OfType<Syntax.Extends>().FirstOrDefault()?.Path;
        var extended =
            depth < MostExtensions && Named(extends, source, session) is { } other ? Of(session.Project.UsedModelOf(other), session, depth + 1) : null;
        var values = new BicepDeployment(
            model,
            session,
            DeploymentTarget.From(session.Evaluator.Scope, DeploymentLevel.ResourceGroup, Location.StartOf(source, SpanUnit.Characters)),
            static _ => null)
        {
            Condition = DeploymentCondition.True,
            Path = "",
            Chain = [source],
            ById = [],
            Base = extended is null ? null : extended.All,
        };
        var usage = declarations.OfType<Syntax.Using>().FirstOrDefault()?.Path;
        if (usage is null && depth == 0)
        {
            session.Evaluator.Report(BicepDiagnostics.NoUsing, Location.StartOf(source, SpanUnit.Characters), source.Name);
        }

        return new(values, extended, Named(usage, source, session));
    }

    private IEnumerable<string> Names =>
        _values.Model.Symbols.Values.OfType<BicepSymbol.Assignment>().Select(assignment => assignment.Name).Concat(_extended?.Names ?? []);

    /// <summary>Everything that the file and those that it extends give.</summary>
    private Node.Object All()
    {
        var place = Location.StartOf(_values.Model.File.Source, SpanUnit.Characters);
        return new(place, [.. Names.Distinct(StringComparer.Ordinal).Select(name => new Property(name, place, Find(name) ?? new Node.Null(place)))]);
    }

    private static Source? Named(Syntax? path, Source from, BicepSession session)
    {
        if (path is not Syntax.String { Value: { } text })
        {
            return null;
        }

        var source = session.Find(from, text, Location.InText(from, path.Span));
        if (source is null)
        {
            session.Evaluator.NotRead.Add(text);
        }

        return source;
    }
}
