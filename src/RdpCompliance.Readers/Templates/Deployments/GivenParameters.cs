using RdpCompliance.Engine.Evidence;
using RdpCompliance.Readers.Templates.Expressions;

namespace RdpCompliance.Readers.Templates.Deployments;

/// <summary>What <c>properties.parameters</c> of a deployment gives its template: { name: { value } }, or { name: { reference } } to a key vault.</summary>
/// <param name="parameters">Evaluated, or an object whose entries <paramref name="evaluate"/>
/// evaluates when they are asked for; <see langword="null"/> when there are none.</param>
/// <param name="deployment">The name of the deployment, for messages.</param>
internal sealed class GivenParameters(Node? parameters, string deployment, Func<Node, Node> evaluate, ExpressionEvaluator evaluator)
{
    /// <summary>The parameters that are named, with their places.</summary>
    public IEnumerable<Property> Names => (parameters as Node.Object)?.Properties ?? [];

    /// <returns><see langword="null"/> when the parameter is given nothing, so that its default counts.</returns>
    public Node? Find(string name, ArmTemplate template)
    {
        if (parameters is Node.Unresolved whole)
        {
            return Unknown.Opaque(whole);
        }

        if ((parameters as Node.Object)?.Find(name) is not { } syntax)
        {
            return null;
        }

        var entry = evaluate(syntax);
        var text = $"parameter '{name}' is given by deployment '{deployment}'";
        switch (entry)
        {
            case Node.Object record when record.Find("value") is { } value:
                return value is Node.Null && template.Parameters.TryGetValue(name, out var declaration) && declaration.Default is not null
                    ? null
                    : Tracing.After(syntax.Location, text, Tracing.After(record.Trace, value));
            case Node.Object record:
                return record.Find("reference") is null ? Unknown.Changing(record.Location, $"parameters('{name}')") : Unknown.Vault(record.Location, name);
            case Node.Unresolved unknown:
                return Tracing.After(syntax.Location, text, Unknown.Opaque(unknown));
            default:
                evaluator.Report(ArmDiagnostics.WrongShape, syntax.Location, name, Conversion.NameOf(entry), "an object with 'value'");
                return Unknown.Wrong(syntax.Location, name);
        }
    }

    /// <summary>Reports values for parameters that the template does not have.</summary>
    public void Check(ArmTemplate template)
    {
        foreach (var property in Names)
        {
            if (!template.Parameters.ContainsKey(property.Name) && !ArmExpressionParser.IsExpression(property.Name))
            {
                evaluator.Report(ArmDiagnostics.NoSuchParameter, property.NameLocation, property.Name);
            }
        }
    }
}
