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

    private BicepParameters(BicepDeployment values, BicepParameters? extended, Source? template) => (_values, _extended, Template) = (values, extended, template);

    /// <summary><see langword="null"/> when it uses none, or one that is not at hand.</summary>
    public Source? Template { get; }

    public static BicepParameters Of(BicepModel model, BicepSession session) => Of(model, session, 0);

    public Node? Find(string name) => _values.Assigned(name) switch
    {
        null => _extended?.Find(name),
        var value => Tracing.After(value.Location, $"parameter '{name}' is given by '{_values.Model.File.Source.FileName}'", value),
    };

    /// <summary>Reports values for parameters that the template does not have.</summary>
    public void CheckNames(BicepModel template)
    {
        foreach (var assignment in _values.Model.Symbols.Values.OfType<BicepSymbol.Assignment>())
        {
            if (template.Symbols.GetValueOrDefault(assignment.Name) is not BicepSymbol.Parameter)
            {
                _values.Session.Evaluator.Report(BicepDiagnostics.NoParameter, assignment.Place, assignment.Name, template.File.Source.Name);
            }
        }
    }

    private static BicepParameters Of(BicepModel model, BicepSession session, int depth)
    {
        var source = model.File.Source;
        var values = new BicepDeployment(
            model, session, DeploymentTarget.From(session.Evaluator.Scope, DeploymentLevel.ResourceGroup, Location.StartOf(source, SpanUnit.Characters)), static _ => null)
        {
            Condition = DeploymentCondition.True,
            Path = "",
            Chain = [source],
            ById = [],
        };
        var declarations = model.File.Root.Declarations.ToList();
        var extends = declarations.OfType<Syntax.Extends>().FirstOrDefault()?.Path;
        var usage = declarations.OfType<Syntax.Using>().FirstOrDefault()?.Path;
        return new(
            values,
            depth < MostExtensions && Named(extends, source, session) is { } extended ? Of(session.Project.UsedModelOf(extended), session, depth + 1) : null,
            Named(usage, source, session));
    }

    private static Source? Named(Syntax? path, Source from, BicepSession session) =>
        path is Syntax.String { Value: { } text } ? session.Find(from, text, Location.InText(from, path.Span)) : null;
}
