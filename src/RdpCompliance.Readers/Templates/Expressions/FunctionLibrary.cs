namespace RdpCompliance.Readers.Templates.Expressions;

/// <summary>
/// The functions that ARM templates and Bicep share
/// (https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions).
/// Names ignore letter case.
/// What needs a template (parameters, variables, reference, copyIndex …) is the scope's.
/// </summary>
internal static class FunctionLibrary
{
    private static readonly Dictionary<string, LibraryFunction> Functions = Collect();

    public static IReadOnlyCollection<string> Names => Functions.Keys;

    public static LibraryFunction? Find(string name)
    {
        if (Functions.TryGetValue(name, out var found))
        {
            return found;
        }

        // listKeys, listAccountSas …: any action of a resource provider that begins with "list" is a function.
        return name.Length > 4 && name.StartsWith("list", StringComparison.OrdinalIgnoreCase) ? Functions["list"] : null;
    }

    private static Dictionary<string, LibraryFunction> Collect()
    {
        var functions = new Dictionary<string, LibraryFunction>(StringComparer.OrdinalIgnoreCase);
        ReadOnlySpan<IEnumerable<LibraryFunction>> families =
        [
            ArrayFunctions.All, CidrFunctions.All, ComparisonFunctions.All, DateFunctions.All, LambdaFunctions.All, LogicalFunctions.All, NumericFunctions.All,
            ObjectFunctions.All, ResourceFunctions.All, ScopeFunctions.All, StringFunctions.All, UriFunctions.All,
        ];
        foreach (var family in families)
        {
            foreach (var function in family)
            {
                functions.Add(function.Name, function);
            }
        }

        return functions;
    }
}
