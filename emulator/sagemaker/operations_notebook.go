package sagemaker

var notebookOperations = map[string]operation{
	"CreateNotebookInstance":   decoded("CreateNotebookInstance", (*request).createNotebookInstance),
	"DescribeNotebookInstance": decoded("DescribeNotebookInstance", (*request).describeNotebookInstance),
	"ListNotebookInstances":    decoded("ListNotebookInstances", (*request).listNotebookInstances),
	"UpdateNotebookInstance":   decoded("UpdateNotebookInstance", (*request).updateNotebookInstance),
	"StartNotebookInstance":    decoded("StartNotebookInstance", (*request).startNotebookInstance),
	"StopNotebookInstance":     decoded("StopNotebookInstance", (*request).stopNotebookInstance),
	"DeleteNotebookInstance":   decoded("DeleteNotebookInstance", (*request).deleteNotebookInstance),
}
