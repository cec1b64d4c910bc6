# COMMAND must fail, and say TEXT.
execute_process(COMMAND ${COMMAND} RESULT_VARIABLE status OUTPUT_VARIABLE said ERROR_VARIABLE said)
if(status EQUAL 0)
  message(FATAL_ERROR "it went unnoticed: ${COMMAND}")
endif()
string(FIND "${said}" "${TEXT}" at)
if(at EQUAL -1)
  message(FATAL_ERROR "no word of '${TEXT}' in: ${said}")
endif()
